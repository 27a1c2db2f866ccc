package io.omendb.jmh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a log costs that does nothing else: as many bytes as a commit of one row, written behind
 * those of the one before into a file that was filled with zeros beforehand, and forced.
 */
final class ZeroFilledFile implements AutoCloseable {
    private static final int FILE_BYTES = 16 << 20;

    /** A frame of the log with the insert of one row of metrics and its commit: 40 + 41 + 28. */
    private static final int COMMIT_BYTES = 112;

    private final Path path;
    private final FileChannel file;
    private final ByteBuffer commit = ByteBuffer.allocateDirect(COMMIT_BYTES);
    private long position;

    private ZeroFilledFile(Path path) throws IOException {
        this.path = path;
        this.file = FileChannel.open(path, StandardOpenOption.WRITE);
        ByteBuffer zeros = ByteBuffer.allocateDirect(FILE_BYTES);
        while (zeros.hasRemaining()) {
            file.write(zeros);
        }
        file.force(true);
        for (int i = 0; i < COMMIT_BYTES; i++) {
            commit.put(i, (byte) (i + 1));
        }
    }

    /** Makes it among the temporary files, where the databases are, too. */
    static ZeroFilledFile create() {
        try {
            return new ZeroFilledFile(Files.createTempFile("omendb-jmh-", ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes and forces; returns where. */
    long force() throws IOException {
        long at = position;
        commit.clear();
        while (commit.hasRemaining()) {
            file.write(commit, at + commit.position());
        }
        file.force(false);
        position = at + 2L * COMMIT_BYTES > FILE_BYTES ? 0 : at + COMMIT_BYTES;
        return at;
    }

    @Override
    public void close() {
        try {
            file.close();
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + " is left behind", e);
        }
    }
}
