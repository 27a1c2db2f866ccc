package io.omendb.differential;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A test class with a new PostgreSQL and a new OmenDB, which its tests share. */
abstract class OnBothServers {
    @TempDir private static Path directory;

    private static @Nullable Servers running;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        running = Servers.start(directory);
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        Servers started = running;
        if (started != null) {
            running = null;
            started.close();
        }
    }

    static Servers servers() {
        return Objects.requireNonNull(running);
    }
}
