package io.omendb.engine.mvcc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.EpochSlot;
import io.omendb.offheap.Epochs;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a slot is given out again, and what a snapshot makes of its state. */
class TransactionSlotsTest {

    private static final int TICK = 1;

    private final BlockAllocator allocator = BlockAllocator.exclusive(16 << 20);
    private final Epochs epochs = new Epochs(allocator);
    private final VersionEpochs versionEpochs = new VersionEpochs(epochs, TICK);
    private final TransactionSlots slots = new TransactionSlots(allocator, versionEpochs);
    private final AtomicLong durableLsn = new AtomicLong();
    private final Snapshots snapshots = new Snapshots(durableLsn::get);

    TransactionSlotsTest() {
        epochs.reclaimTarget((kind, a, b) -> versionEpochs.ticked(a));
    }

    @AfterEach
    void giveBack() {
        slots.close();
        epochs.close();
        assertEquals(0, allocator.usedBytes());
        allocator.close();
    }

    @Test
    void shouldKeepSlotWhenMarkNamesIt() {
        int slot = slots.begin();
        slots.addMarks(slot, 2);
        slots.commit(slot, 5);
        slots.dropMarks(slot, 1);
        pass();
        assertNotEquals(slot, slots.begin());
        slots.dropMarks(slot, 1);
        assertNotEquals(slot, slots.begin());
        pass();
        assertEquals(slot, slots.begin());
        assertTrue(slots.isInProgress(slot));
    }

    @Test
    void shouldKeepSlotWhenReaderMayHoldItsMark() {
        EpochSlot reader = epochs.register();
        int slot = slots.begin();
        slots.addMarks(slot, 1);
        slots.abort(slot);
        reader.enter();
        slots.dropMarks(slot, 1);
        pass();
        assertNotEquals(slot, slots.begin());
        reader.exit();
        pass();
        assertEquals(slot, slots.begin());
        epochs.unregister(reader);
    }

    @Test
    void shouldSeeCommitWhenSnapshotIsNotOlder() {
        int slot = slots.begin();
        long mark = VersionWord.mark(VersionWord.UPDATE, slot, 3);
        Snapshot snapshot = snapshots.open(slots);
        snapshot.take(10);
        assertFalse(snapshot.sees(mark));
        snapshot.own(slot, 3);
        assertFalse(snapshot.sees(mark));
        snapshot.own(slot, 4);
        assertTrue(snapshot.sees(mark));
        assertFalse(snapshot.sees(VersionWord.undone(mark)));
        snapshot.release();
        slots.commit(slot, 10);
        snapshot.take(9);
        assertFalse(snapshot.sees(mark));
        snapshot.take(10);
        assertTrue(snapshot.sees(mark));
        snapshot.close();
    }

    @Test
    void shouldHoldHorizonBackWhenSnapshotIsTaken() {
        VersionHorizon horizon = new VersionHorizon();
        durableLsn.set(10);
        Snapshot old = snapshots.open(slots);
        old.take(0);
        durableLsn.set(20);
        Snapshot young = snapshots.open(slots);
        young.take(25);
        snapshots.look(horizon);
        assertEquals(10, horizon.lsn());
        assertTrue(horizon.isUnseen(11, 20));
        assertFalse(horizon.isUnseen(10, 20));
        assertFalse(horizon.isUnseen(11, 21));
        old.close();
        snapshots.look(horizon);
        assertEquals(20, horizon.lsn());
        young.close();
        assertEquals(0, snapshots.announcedCount());
    }

    private void pass() {
        versionEpochs.advance();
        epochs.reclaim(100);
    }
}
