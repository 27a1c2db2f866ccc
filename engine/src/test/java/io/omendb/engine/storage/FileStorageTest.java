package io.omendb.engine.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStorageTest {
    @TempDir
    private Path directory;

    /** Takes the lock, says so, and keeps it until its input ends. */
    static final class Holder {
        public static void main(String[] args) throws Exception {
            try (StorageLock held = new FileStorage(Path.of(args[0])).lock("lock")) {
                System.out.write('L');
                System.out.flush();
                while (System.in.read() >= 0) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    @Test
    void shouldNameProcessWhenAnotherOneHoldsDirectory() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        FileStorage storage = new FileStorage(directory);
        try {
            assertEquals('L', other.getInputStream().read());
            StorageException locked = assertThrows(StorageException.class, () -> storage.lock("lock"));
            assertEquals(StorageException.Reason.LOCKED, locked.reason());
            assertTrue(String.valueOf(locked.getMessage()).endsWith("in use by process " + other.pid()));
        } finally {
            other.getOutputStream().close();
            assertTrue(other.waitFor(10, TimeUnit.SECONDS));
        }
        storage.lock("lock").close();
    }

    @Test
    void shouldNotAllocateWhenWritingAndForcingKeptViews() {
        FileStorage storage = new FileStorage(directory);
        try (Arena arena = Arena.ofShared();
                StorageFile file = storage.create("x")) {
            ByteBuffer head = arena.allocate(8192).asByteBuffer();
            ByteBuffer[] gather = {head, head.duplicate()};
            writeOften(file, gather, 300);
            var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            writeOften(file, gather, 300);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(allocated < 1_000, allocated + " bytes in 600 writes");
        }
    }

    private static void writeOften(StorageFile file, ByteBuffer[] gather, int times) {
        for (int i = 0; i < times; i++) {
            gather[0].position(0);
            file.write(0, gather[0]);
            gather[0].position(4096);
            gather[1].position(0).limit(100);
            file.submitWrite(8192, gather, 2);
            file.await();
            if (i % 50 == 0) {
                file.force(false);
            }
        }
    }
}
