package io.omendb.engine.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.engine.storage.FaultPlan;
import io.omendb.engine.storage.FaultyStorage;
import io.omendb.engine.storage.MemoryStorage;
import io.omendb.engine.wal.SteppedWal.Committed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TransactionLogTest {
    private final MemoryStorage disk = new MemoryStorage();

    @Test
    void shouldReplayEveryTransactionWhenBufferWrapsAndFilesRoll() {
        for (long seed = 100; seed < 106; seed++) {
            MemoryStorage fresh = new MemoryStorage();
            List<Committed> committed;
            try (SteppedWal log =
                    new SteppedWal(
                            new FaultyStorage(fresh, new FaultPlan().delayPolls(3), seed),
                            SteppedWal.SMALL,
                            seed)) {
                log.run(400);
                log.drain();
                committed = List.copyOf(log.committed);
                assertTrue(log.wal.durableLsn().valueAcquire() > 3L * SteppedWal.SMALL.fileBytes());
            }
            try (SteppedWal again = new SteppedWal(fresh, SteppedWal.SMALL, seed)) {
                assertEquals(committed, again.replayed.transactions, "seed " + seed);
            }
        }
    }

    @Test
    void shouldWriteSideFileWhenOneRecordIsLargerThanTheLimit() {
        byte[] large = new byte[100_000];
        new SplittableRandom(1).nextBytes(large);
        try (SteppedWal log = new SteppedWal(disk, SteppedWal.SMALL, 1)) {
            TransactionLog redo = log.wal.writer().begin(1);
            redo.catalog(large, 0, large.length);
            commit(log, redo);
            assertEquals(List.of("0000000000000001.side"), sideFiles(disk));
        }
        try (SteppedWal again = new SteppedWal(disk, SteppedWal.SMALL, 1)) {
            assertEquals(
                    List.of("CATALOG " + new String(large, StandardCharsets.UTF_8)),
                    again.replayed.transactions.getFirst().lines());
        }
    }

    @Test
    void shouldDeleteSideFileWhenTransactionIsAborted() {
        try (SteppedWal log = new SteppedWal(disk, SteppedWal.SMALL, 1)) {
            TransactionLog redo = spilled(log);
            log.wal.writer().abort(redo);
            for (int i = 0; i < 100; i++) {
                log.step();
            }
            assertEquals(List.of(), sideFiles(disk));
        }
    }

    @Test
    void shouldDeleteSideFileOnRecoveryWhenTransactionDidNotCommit() {
        try (SteppedWal log = new SteppedWal(disk, SteppedWal.SMALL, 1)) {
            spilled(log);
            assertEquals(1, sideFiles(disk).size());
        }
        new SteppedWal(disk, SteppedWal.SMALL, 1).close();
        assertEquals(List.of(), sideFiles(disk));
    }

    @Test
    void shouldRefuseOnlyLongTransactionWhenDiskIsFull() {
        try (SteppedWal log = new SteppedWal(disk, SteppedWal.SMALL, 1)) {
            disk.capacity(disk.usedBytes() + 1000);
            TransactionLog redo = log.wal.writer().begin(1);
            byte[] bytes = new byte[1000];
            long state = WalWriter.OK;
            for (int i = 0; i < 100_000 && state != WalWriter.DISK_FULL; i++) {
                state = redo.admit();
                if (state == WalWriter.OK) {
                    redo.catalog(bytes, 0, bytes.length);
                }
                log.step();
            }
            assertEquals(WalWriter.DISK_FULL, state);
            log.wal.writer().abort(redo);
            assertTrue(log.commitRow(10) > 0);
            for (int i = 0; i < 100; i++) {
                log.step();
            }
            assertEquals(List.of(), sideFiles(disk));
        }
    }

    @Test
    void shouldRefuseCommitsInTimeWhenDiskIsFullAndGoOnWhenThereIsRoom() {
        List<Committed> committed = new ArrayList<>();
        try (SteppedWal log = new SteppedWal(disk, SteppedWal.SMALL, 1)) {
            disk.capacity(disk.usedBytes());
            long lsn = log.commitRow(200);
            while (lsn > 0) {
                lsn = log.commitRow(200);
            }
            assertEquals(WalWriter.DISK_FULL, lsn);
            log.drain();
            assertFalse(log.committed.isEmpty());
            TransactionLog refused = log.wal.writer().begin(1);
            assertEquals(WalWriter.DISK_FULL, refused.admit(), "refused before the first change");
            log.wal.writer().abort(refused);
            disk.capacity(Long.MAX_VALUE);
            for (int i = 0; i < 100; i++) {
                log.step();
            }
            assertTrue(log.commitRow(200) > 0);
            log.drain();
            committed.addAll(log.committed);
        }
        try (SteppedWal again = new SteppedWal(disk, SteppedWal.SMALL, 1)) {
            assertEquals(committed, again.replayed.transactions);
        }
    }

    @Test
    void shouldSpillIdleTransactionsWhenRedoOfAllIsTooLarge() {
        try (SteppedWal log = new SteppedWal(disk, SteppedWal.SMALL, 1)) {
            List<TransactionLog> open = new ArrayList<>();
            byte[] bytes = new byte[500];
            for (int i = 0; i < 40; i++) {
                TransactionLog redo = log.wal.writer().begin(i);
                open.add(redo);
                for (int step = 0; step < 12; ) {
                    if (redo.admit() == WalWriter.OK) {
                        redo.catalog(bytes, 0, bytes.length);
                        step++;
                    }
                    log.step();
                }
            }
            for (TransactionLog redo : open) {
                commit(log, redo);
            }
        }
        try (SteppedWal again = new SteppedWal(disk, SteppedWal.SMALL, 1)) {
            assertEquals(40, again.replayed.transactions.size());
            assertTrue(
                    again.replayed.transactions.stream().allMatch(one -> one.lines().size() == 12));
        }
    }

    private static TransactionLog spilled(SteppedWal log) {
        TransactionLog redo = log.wal.writer().begin(1);
        byte[] bytes = new byte[1000];
        for (int i = 0; i < 20; ) {
            if (redo.admit() == WalWriter.OK) {
                redo.catalog(bytes, 0, bytes.length);
                i++;
            }
            log.step();
        }
        return redo;
    }

    private static void commit(SteppedWal log, TransactionLog redo) {
        while (log.wal.writer().commit(redo, 0) < 0) {
            log.step();
        }
        log.drain();
    }

    private static List<String> sideFiles(MemoryStorage disk) {
        return disk.list(WalFileLayout.DIRECTORY).stream()
                .filter(name -> name.endsWith(SideFileLayout.SUFFIX))
                .toList();
    }
}
