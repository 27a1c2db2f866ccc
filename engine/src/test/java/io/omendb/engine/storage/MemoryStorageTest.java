package io.omendb.engine.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MemoryStorageTest {
    private final MemoryStorage storage = new MemoryStorage();

    @Test
    void shouldKeepForcedBytesAndTearOthersBySectorWhenCrashed() {
        StorageFile file = storage.create("x");
        file.write(0, filled(2048, 1));
        file.force(false);
        storage.syncDirectory("");
        file.write(256, filled(1024, 2));
        file.write(512, filled(512, 3));
        Set<String> images = new HashSet<>();
        for (int seed = 0; seed < 400; seed++) {
            MemoryStorage image = storage.afterCrash(new SplittableRandom(seed));
            images.add(digits(image, 0, 256, 512, 1024, 1280));
        }
        // First sector: 11 or 12; second: 1, 2 or 3; third: 11 or 21; the rest as forced.
        assertEquals(2 * 3 * 2, images.size(), images.toString());
        assertTrue(images.stream().allMatch(digits -> digits.charAt(0) == '1' && digits.charAt(4) == '1'));
        assertTrue(images.contains("12321"));
        assertTrue(images.contains("11121"));
    }

    @Test
    void shouldKeepPrefixOfDirectoryChangesWhenCrashed() {
        storage.create("a").close();
        storage.syncDirectory("");
        storage.rename("a", "b");
        storage.create("c").close();
        storage.delete("b");
        Set<List<String>> images = new HashSet<>();
        for (int seed = 0; seed < 100; seed++) {
            images.add(storage.afterCrash(new SplittableRandom(seed)).list(""));
        }
        assertEquals(Set.of(List.of("a"), List.of("b"), List.of("b", "c"), List.of("c")), images);
    }

    @Test
    void shouldMakeSameImageWhenSeedIsSame() {
        StorageFile file = storage.create("x");
        file.write(0, filled(100_000, 5));
        MemoryStorage one = storage.afterCrash(new SplittableRandom(7));
        MemoryStorage two = storage.afterCrash(new SplittableRandom(7));
        assertEquals(one.list(""), two.list(""));
        assertEquals(one.usedBytes(), two.usedBytes());
    }

    @Test
    void shouldReportDiskFullAndGoOnWhenRoomReturns() {
        StorageFile file = storage.create("x");
        storage.capacity(1000);
        file.write(0, filled(1000, 1));
        file.submitWrite(1000, filled(1, 1));
        assertEquals(StorageFile.DISK_FULL, file.poll());
        assertEquals(StorageException.Reason.DISK_FULL, file.failure().reason());
        file.write(0, filled(1000, 2));
        storage.capacity(2000);
        file.write(1000, filled(1000, 3));
    }

    @Test
    void shouldDieAtOperationOfPlanAndStayDead() {
        FaultPlan plan = new FaultPlan().dieAtOperation(3);
        FaultyStorage faulty = new FaultyStorage(storage, plan, 1);
        StorageFile file = faulty.create("x");
        file.write(0, filled(10, 1));
        assertThrows(ProcessDeath.class, () -> file.force(true));
        assertThrows(ProcessDeath.class, () -> faulty.list(""));
        assertEquals(3, plan.operationCount());
    }

    @Test
    void shouldFailForceOfPlanWithoutMakingDurable() {
        FaultPlan plan = new FaultPlan().failForce(2);
        StorageFile file = new FaultyStorage(storage, plan, 1).create("x");
        storage.syncDirectory("");
        file.write(0, filled(512, 1));
        file.force(true);
        file.write(0, filled(512, 2));
        assertThrows(StorageException.class, () -> file.force(true));
        Set<String> images = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            images.add(digits(storage.afterCrash(new SplittableRandom(seed)), 0));
        }
        assertEquals(Set.of("1", "2"), images);
    }

    private static String digits(Storage storage, int... positions) {
        StringBuilder digits = new StringBuilder();
        try (StorageFile file = storage.openReadOnly("x")) {
            for (int position : positions) {
                ByteBuffer one = ByteBuffer.allocateDirect(1);
                file.read(position, one);
                digits.append(one.get(0));
            }
        }
        return digits.toString();
    }

    private static ByteBuffer filled(int length, int value) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(length);
        for (int i = 0; i < length; i++) {
            buffer.put(i, (byte) value);
        }
        return buffer;
    }
}
