package io.omendb.engine.mvcc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * The announcement table: which snapshots are in use, so that the pruner keeps what they need
 * (rules 13 and 16).
 *
 * <p>One padded entry per {@link Snapshot}; its owner stores the LSN or {@link #IDLE}, the writer
 * reads all of them. Entries are taken and given back under a lock, when a session comes and goes.
 *
 * <p>Why nothing is lost: the writer reads {@code durableLsn}, then, after a full fence, the
 * entries; a reader stores its entry, then, after a full fence, reads {@code durableLsn} again.
 * Either the writer sees the entry, or the reader sees a {@code durableLsn} not below the writer's,
 * and moves up to it.
 */
public final class Snapshots {

    /** An entry that holds nothing back. */
    static final long IDLE = Long.MAX_VALUE;

    private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int CHUNK_ENTRIES = 64;

    /** 128 bytes: two cache lines, because adjacent ones are fetched in pairs. */
    private static final int ENTRY_SHIFT = 4;

    private final LongSupplier durableLsn;
    private final ArrayDeque<Integer> unused = new ArrayDeque<>();

    /**
     * Grows by whole chunks that stay where they are; every entry of a published chunk is idle or
     * announced.
     */
    private volatile long[][] chunks = {};

    private int count;

    /**
     * @param durableLsn an acquire load of the newest durable LSN
     */
    public Snapshots(LongSupplier durableLsn) {
        this.durableLsn = durableLsn;
    }

    /** A snapshot to be used by one session, again and again; idle at first. */
    public synchronized Snapshot open(TransactionSlots slots) {
        Integer index = unused.poll();
        if (index == null) {
            index = count++;
            if (index / CHUNK_ENTRIES == chunks.length) {
                addChunk();
            }
        }
        return new Snapshot(this, slots, index, chunks[index / CHUNK_ENTRIES]);
    }

    /**
     * Looks at the durable LSN and then at the announced snapshots: in that order, or a version
     * that is needed goes.
     *
     * @param horizon takes what was seen
     */
    public void look(VersionHorizon horizon) {
        horizon.begin(durableLsn.getAsLong());
        VarHandle.fullFence(); // pairs with the one in Snapshot.take
        for (long[] chunk : chunks) {
            for (int cell = 0; cell < chunk.length; cell += 1 << ENTRY_SHIFT) {
                long lsn = announced(chunk, cell);
                if (lsn != IDLE) {
                    horizon.add(lsn);
                }
            }
        }
        horizon.end();
    }

    /** How many snapshots are announced now; counted by looking, for reports. */
    public int announcedCount() {
        int announced = 0;
        for (long[] chunk : chunks) {
            for (int cell = 0; cell < chunk.length; cell += 1 << ENTRY_SHIFT) {
                announced += announced(chunk, cell) == IDLE ? 0 : 1;
            }
        }
        return announced;
    }

    long durableLsn() {
        return durableLsn.getAsLong();
    }

    synchronized void giveBack(int index) {
        unused.add(index);
    }

    static int cell(int index) {
        return index % CHUNK_ENTRIES << ENTRY_SHIFT;
    }

    static long announced(long[] chunk, int cell) {
        return (long) ENTRY.getAcquire(chunk, cell);
    }

    static void announce(long[] chunk, int cell, long lsn) {
        ENTRY.setRelease(chunk, cell, lsn);
    }

    private void addChunk() {
        long[] chunk = new long[CHUNK_ENTRIES << ENTRY_SHIFT];
        Arrays.fill(chunk, IDLE);
        long[][] grown = Arrays.copyOf(chunks, chunks.length + 1);
        grown[chunks.length] = chunk;
        chunks = grown;
    }
}
