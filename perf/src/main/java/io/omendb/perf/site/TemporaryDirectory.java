package io.omendb.perf.site;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** A directory for databases that are not kept: {@link #remove} takes it away with all in it. */
public final class TemporaryDirectory {
    private final Path path;

    private TemporaryDirectory(Path path) {
        this.path = path;
    }

    /**
     * Made below TMPDIR, or where the system keeps what is temporary. Other users may pass through
     * it, since a rival that refuses to run as root runs as one of them.
     */
    public static TemporaryDirectory create(String prefix) throws IOException {
        String temporary = System.getenv("TMPDIR");
        Path parent = Path.of(temporary == null ? System.getProperty("java.io.tmpdir") : temporary);
        Path path = Files.createTempDirectory(parent, prefix);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
        // Where the driver of SQLite unpacks its library: it goes with the rest.
        System.setProperty("org.sqlite.tmpdir", path.toString());
        return new TemporaryDirectory(path);
    }

    public Path path() {
        return path;
    }

    /** Removes the directory and all in it. */
    public void remove() throws IOException {
        remove(path);
    }

    /** Removes a directory and all in it. */
    public static void remove(Path directory) throws IOException {
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path visited, @Nullable IOException failure) throws IOException {
                        if (failure != null) {
                            throw failure;
                        }
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
