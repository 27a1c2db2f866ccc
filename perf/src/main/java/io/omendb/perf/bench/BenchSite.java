package io.omendb.perf.bench;

import io.omendb.perf.site.TemporaryDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Where a run keeps what it measures. It goes away with the run, however that ends: an interrupt
 * ends the servers and removes the directory as well.
 */
final class BenchSite implements AutoCloseable {
    private final TemporaryDirectory directory;
    private @Nullable Bench bench;
    private boolean closed;

    private BenchSite(TemporaryDirectory directory) {
        this.directory = directory;
    }

    static BenchSite create() throws IOException {
        BenchSite site = new BenchSite(TemporaryDirectory.create("omendb-bench-"));
        Runtime.getRuntime().addShutdownHook(new Thread(site::close, "bench-close"));
        return site;
    }

    Path path() {
        return directory.path();
    }

    /** What is measured now: its servers end with the site. */
    synchronized void measures(Bench measuring) {
        bench = measuring;
    }

    /** Whether the run was interrupted, or has ended. */
    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (bench != null) {
                bench.endServers();
            }
            directory.remove();
        } catch (SQLException failure) {
            throw new IllegalStateException(path() + " is left behind", failure);
        } catch (IOException failure) {
            throw new UncheckedIOException(path() + " is left behind", failure);
        }
    }
}
