package io.omendb.engine.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every storage does. */
class StorageContractTest {
    @TempDir
    private Path directory;

    private Storage storage(String kind) {
        return switch (kind) {
            case "file" -> new FileStorage(directory.resolve("with space"));
            case "memory" -> new MemoryStorage();
            default -> new FaultyStorage(new MemoryStorage(), new FaultPlan().delayPolls(3), 1);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "memory", "delayed"})
    void shouldReadBackWhatWasWritten(String kind) {
        try (Storage storage = storage(kind)) {
            storage.createDirectory("wal");
            try (StorageFile file = storage.create("wal/a")) {
                file.write(0, bytes("hello"));
                ByteBuffer[] gather = {bytes("wor"), bytes(""), bytes("ld")};
                file.submitWrite(700, gather, 3);
                file.await();
                file.force(false);
                assertEquals(705, file.size());
            }
            storage.syncDirectory("wal");
            try (StorageFile file = storage.openReadOnly("wal/a")) {
                ByteBuffer read = ByteBuffer.allocateDirect(10);
                file.read(698, read);
                assertEquals(7, read.position());
                byte[] got = new byte[7];
                read.flip().get(got);
                assertArrayEquals("\0\0world".getBytes(StandardCharsets.US_ASCII), got);
            }
            storage.rename("wal/a", "wal/b");
            assertFalse(storage.exists("wal/a"));
            try (StorageFile file = storage.open("wal/b")) {
                file.truncate(3);
                assertEquals(3, file.size());
                file.truncate(6);
                ByteBuffer read = ByteBuffer.allocateDirect(10);
                file.read(0, read);
                assertEquals(6, read.position());
                assertEquals(0, read.get(4));
            }
            storage.create("wal/c").close();
            assertEquals(List.of("b", "c"), storage.list("wal"));
            storage.delete("wal/b");
            assertEquals(List.of("c"), storage.list("wal"));
            assertEquals(List.of(), storage.list("nothing"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "memory", "delayed"})
    void shouldNameReasonWhenFileIsMissingOrThere(String kind) {
        try (Storage storage = storage(kind)) {
            storage.create("x").close();
            StorageException exists = assertThrows(StorageException.class, () -> storage.create("x"));
            assertEquals(StorageException.Reason.EXISTS, exists.reason());
            StorageException missing = assertThrows(StorageException.class, () -> storage.open("y"));
            assertEquals(StorageException.Reason.NOT_FOUND, missing.reason());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "memory", "delayed"})
    void shouldNameOwnerWhenDirectoryIsLockedTwice(String kind) {
        try (Storage storage = storage(kind)) {
            try (StorageLock held = storage.lock("lock")) {
                StorageException locked = assertThrows(StorageException.class, () -> storage.lock("lock"));
                assertEquals(StorageException.Reason.LOCKED, locked.reason());
                assertTrue(
                        String.valueOf(locked.getMessage())
                                .contains("process " + ProcessHandle.current().pid()),
                        locked.getMessage());
            }
            storage.lock("lock").close();
        }
    }

    private static ByteBuffer bytes(String text) {
        byte[] array = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(array.length).put(array).flip();
    }
}
