package io.omendb.perf.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** What the operating system keeps of files in memory. */
final class PageCache {
    private static final int BUFFER_BYTES = 1 << 20;

    private PageCache() {}

    /**
     * Reads all files below a directory once: a side that was loaded first would else begin with
     * what the loads of the others left of its pages. Files that go meanwhile are left out.
     */
    static void warm(Path directory) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        if (attributes.isRegularFile()) {
                            read(file, buffer);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure) {
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private static void read(Path file, ByteBuffer buffer) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            do {
                buffer.clear();
            } while (channel.read(buffer) >= 0);
        } catch (NoSuchFileException gone) {
            // A log that was recycled, a temporary file: nobody will read it.
        }
    }
}
