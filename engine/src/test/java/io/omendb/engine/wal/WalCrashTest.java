package io.omendb.engine.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.engine.storage.FaultPlan;
import io.omendb.engine.storage.FaultyStorage;
import io.omendb.engine.storage.MemoryStorage;
import io.omendb.engine.storage.ProcessDeath;
import io.omendb.engine.storage.StorageException;
import io.omendb.engine.wal.SteppedWal.Committed;
import io.omendb.offheap.BlockAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Death at every operation of a workload: nothing acknowledged is lost, nothing appears in part.
 */
class WalCrashTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void shouldKeepEveryAcknowledgedCommitWhenProcessDiesAtAnyOperation(long seed) {
        int deaths = 0;
        for (long operation = 1; ; operation++) {
            String where = "seed " + seed + ", operation " + operation;
            MemoryStorage disk = new MemoryStorage();
            FaultPlan plan = new FaultPlan().dieAtOperation(operation).delayPolls(2);
            List<Committed> committed = new ArrayList<>();
            int durable = live(disk, plan, seed, committed);
            if (durable < 0) {
                break;
            }
            deaths++;
            SplittableRandom random = new SplittableRandom(seed * 1_000_003 + operation);
            for (int image = 0; image < 2; image++) {
                recoverAndGoOn(
                        disk.afterCrash(random), seed + operation, committed, durable, where, 3);
            }
            // Only the process died: its unforced writes are still there, until the machine dies as
            // well.
            recoverAndGoOn(disk, seed + operation, committed, durable, where, 3);
        }
        assertTrue(deaths > 80, deaths + " deaths, seed " + seed);
    }

    /**
     * Runs until the plan's death and returns how many commits were acknowledged; -1 if it lived to
     * the end.
     */
    private static int live(
            MemoryStorage disk, FaultPlan plan, long seed, List<Committed> committed) {
        SteppedWal log = null;
        try {
            log = new SteppedWal(new FaultyStorage(disk, plan, seed), SteppedWal.SMALL, seed);
            log.run(50);
            log.drain();
            log.close();
            return -1;
        } catch (ProcessDeath death) {
            if (log == null) {
                return 0;
            }
            committed.addAll(log.committed);
            int durable = log.durableCount();
            log.abandon();
            return durable;
        }
    }

    /** Recovers, compares, works on, and crashes again while it does so. */
    private static void recoverAndGoOn(
            MemoryStorage disk,
            long seed,
            List<Committed> before,
            int durable,
            String where,
            int livesLeft) {
        SplittableRandom random = new SplittableRandom(seed + livesLeft);
        FaultPlan plan = new FaultPlan();
        boolean diesAgain = livesLeft > 0;
        if (diesAgain) {
            plan.dieAtOperation(1 + random.nextInt(40));
        }
        SteppedWal log = null;
        List<Committed> expected = new ArrayList<>(before);
        int acknowledged = durable;
        try {
            log = new SteppedWal(new FaultyStorage(disk, plan, seed), SteppedWal.SMALL, seed);
            judge(log.replayed.transactions, before, durable, where);
            expected = new ArrayList<>(log.replayed.transactions);
            acknowledged = expected.size();
            log.run(10);
            log.drain();
            log.close();
        } catch (ProcessDeath death) {
            if (log != null) {
                acknowledged = log.replayed.transactions.size() + log.durableCount();
                expected.addAll(log.committed);
                log.abandon();
            }
            recoverAndGoOn(
                    disk.afterCrash(random), seed, expected, acknowledged, where, livesLeft - 1);
        }
    }

    private static void judge(
            List<Committed> found, List<Committed> committed, int durable, String where) {
        assertTrue(
                found.size() >= durable,
                where + ": " + found.size() + " of " + durable + " acknowledged");
        assertTrue(found.size() <= committed.size(), where + ": more than was committed");
        assertEquals(committed.subList(0, found.size()), found, where);
    }

    @Test
    void shouldEndWithoutAcknowledgementWhenForceFails() {
        for (int force = 4; force < 20; force++) {
            MemoryStorage disk = new MemoryStorage();
            FaultPlan plan = new FaultPlan().failForce(force);
            SteppedWal log =
                    new SteppedWal(new FaultyStorage(disk, plan, 1), SteppedWal.SMALL, force);
            assertThrows(StorageException.class, () -> log.run(400));
            int durable = log.durableCount();
            List<Committed> committed = List.copyOf(log.committed);
            log.abandon();
            MemoryStorage image = disk.afterCrash(new SplittableRandom(force));
            try (SteppedWal recovered = new SteppedWal(image, SteppedWal.SMALL, 1)) {
                judge(recovered.replayed.transactions, committed, durable, "force " + force);
            }
        }
    }

    /**
     * The process ends after the failed force, its writes are still in the cache; then the machine
     * stops.
     */
    @Test
    void shouldWriteTailAnewWhenForceFailedBeforeRecovery() {
        for (int seed = 0; seed < 60; seed++) {
            MemoryStorage disk = new MemoryStorage();
            FaultPlan plan = new FaultPlan();
            SteppedWal log =
                    new SteppedWal(new FaultyStorage(disk, plan, 1), SteppedWal.SMALL, seed);
            for (int i = 0; i < 10; i++) {
                log.commitRow(100);
                log.drain();
            }
            plan.failForce(plan.forceCount() + 1 + seed % 3);
            assertThrows(StorageException.class, () -> log.run(400));
            log.abandon();
            List<Committed> answered;
            try (SteppedWal recovered = new SteppedWal(disk, SteppedWal.SMALL, 1)) {
                answered = List.copyOf(recovered.replayed.transactions);
            }
            MemoryStorage image = disk.afterCrash(new SplittableRandom(seed));
            try (SteppedWal again = new SteppedWal(image, SteppedWal.SMALL, 1)) {
                assertEquals(answered, again.replayed.transactions, "seed " + seed);
            }
        }
    }

    /**
     * Frames of one length: the first of a group is lost, others of it are on the disk, a new one
     * takes its place.
     */
    @Test
    void shouldNotReviveRestOfTornGroupWhenNextFrameIsAsLong() {
        for (int seed = 0; seed < 100; seed++) {
            MemoryStorage disk = new MemoryStorage();
            FaultPlan plan = new FaultPlan();
            SteppedWal log =
                    new SteppedWal(new FaultyStorage(disk, plan, seed), SteppedWal.SMALL, seed);
            commitPages(log, 0, 3);
            log.drain();
            commitPages(log, 100, 8);
            log.wal.writer().publish();
            plan.failForce(plan.forceCount() + 1);
            assertThrows(StorageException.class, () -> log.wal.flusher().doWork());
            log.abandon();
            MemoryStorage image = disk.afterCrash(new SplittableRandom(seed));
            int found;
            try (SteppedWal recovered = new SteppedWal(image, SteppedWal.SMALL, seed)) {
                found = recovered.replayed.transactions.size();
                commitPages(recovered, 200, 1);
                recovered.drain();
            }
            try (SteppedWal again = new SteppedWal(image, SteppedWal.SMALL, seed)) {
                List<Committed> transactions = again.replayed.transactions;
                assertEquals(found + 1, transactions.size(), "seed " + seed);
                assertEquals(200, transactions.getLast().transactionId());
            }
        }
    }

    private static void commitPages(SteppedWal log, int first, int count) {
        byte[] page = new byte[600]; // more than a sector: one lost sector damages one frame or two
        for (int row = first; row < first + count; row++) {
            TransactionLog redo = log.wal.writer().begin(row);
            redo.catalog(page, 0, page.length);
            while (log.wal.writer().commit(redo, 0) < 0) {
                log.stepFile(0);
            }
        }
        log.wal.writer().publish();
    }

    @Test
    void shouldNeverTryAgainWhenForceOfGroupFailed() {
        FaultPlan plan = new FaultPlan();
        SteppedWal log =
                new SteppedWal(
                        new FaultyStorage(new MemoryStorage(), plan, 1), SteppedWal.SMALL, 1);
        log.commitRow(10);
        plan.failForce(plan.forceCount() + 1);
        assertThrows(StorageException.class, () -> log.wal.flusher().doWork());
        long forces = plan.forceCount();
        assertThrows(IllegalStateException.class, () -> log.wal.flusher().doWork());
        assertEquals(forces, plan.forceCount());
        assertEquals(0, log.durableCount());
        log.close();
    }

    @Test
    void shouldNameFileAndOffsetWhenAnyBitOfDurableLogIsFlipped() {
        MemoryStorage disk = new MemoryStorage();
        List<Committed> committed;
        long lastGroupLsn;
        long end;
        try (SteppedWal log = new SteppedWal(disk, SteppedWal.SMALL, 3)) {
            for (int i = 0; i < 200; i++) {
                log.commitRow(100);
                log.drain();
            }
            committed = List.copyOf(log.committed);
            end = committed.getLast().lsn();
            lastGroupLsn = committed.get(committed.size() - 2).lsn();
        }
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 300; i++) {
            long lsn = random.nextLong(end);
            int bit = random.nextInt(8);
            String name =
                    WalFileLayout.path(WalFileLayout.sequenceAt(lsn, SteppedWal.SMALL.fileBytes()));
            long offset = WalFileLayout.offsetAt(lsn, SteppedWal.SMALL.fileBytes());
            disk.flipBit(name, offset, bit);
            try {
                SteppedWal.Replayed found = replay(disk);
                assertTrue(lsn >= lastGroupLsn, "flipped bit at LSN " + lsn + " went unnoticed");
                assertEquals(committed.subList(0, committed.size() - 1), found.transactions);
            } catch (WalDamageException damage) {
                long frame = 0;
                for (Committed one : committed) {
                    frame = one.lsn() <= lsn ? one.lsn() : frame;
                }
                assertEquals(
                        WalFileLayout.path(
                                WalFileLayout.sequenceAt(frame, SteppedWal.SMALL.fileBytes())),
                        damage.file());
                assertEquals(
                        WalFileLayout.offsetAt(frame, SteppedWal.SMALL.fileBytes()),
                        damage.offset());
            }
            disk.flipBit(name, offset, bit);
        }
        assertEquals(committed, replay(disk).transactions);
    }

    @Test
    void shouldNameFileWhenHeaderIsDamagedOrFileMissing() {
        MemoryStorage disk = new MemoryStorage();
        try (SteppedWal log = new SteppedWal(disk, SteppedWal.SMALL, 3)) {
            while (log.wal.durableLsn().valueAcquire() < 3 * SteppedWal.SMALL.fileBytes()) {
                log.commitRow(500);
                log.drain();
            }
        }
        disk.flipBit(WalFileLayout.path(1), 20, 3);
        assertEquals(
                WalFileLayout.path(1),
                assertThrows(WalDamageException.class, () -> replay(disk)).file());
        disk.delete(WalFileLayout.path(1));
        assertEquals(
                WalFileLayout.path(1),
                assertThrows(WalDamageException.class, () -> replay(disk)).file());
    }

    private static SteppedWal.Replayed replay(MemoryStorage disk) {
        SteppedWal.Replayed found = new SteppedWal.Replayed();
        BlockAllocator memory = BlockAllocator.shared(64 << 20);
        try (WalRecovery recovery = WalRecovery.open(disk, SteppedWal.SMALL, memory)) {
            recovery.replay(found, (read, max) -> {});
            return found;
        } finally {
            memory.close();
        }
    }
}
