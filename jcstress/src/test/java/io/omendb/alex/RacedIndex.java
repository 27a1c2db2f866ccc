package io.omendb.alex;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.EpochSlot;
import io.omendb.offheap.Epochs;
import io.omendb.offheap.ProcessMemory;
import java.lang.invoke.VarHandle;

/**
 * A small index for one race: made for a state, given back when its actors are done. All share one
 * allocator, which is of one thread; states are made and judged by several, but never while an
 * actor runs, so a lock around both is enough. What an actor allocates, the writer allocates alone.
 */
final class RacedIndex {

    /** What a key that is not found has for a payload. */
    static final long NONE = -1;

    private static final BlockAllocator BLOCKS = BlockAllocator.exclusive(256 << 20);
    private static final int SCRIBBLED_BYTES = 4096;

    final AlexIndex index;
    final AlexCursor cursor;
    private final Epochs epochs;
    private final EpochSlot slot;

    /** The keys of rows, of which there are as many. */
    private final long[] column;

    private RacedIndex(AlexOptions options, int rowCount) {
        column = new long[rowCount];
        epochs = new Epochs(BLOCKS, 1);
        slot = epochs.register();
        RowKeys rows =
                new RowKeys() {
                    @Override
                    public boolean isSettled(long payload) {
                        return payload < column.length;
                    }

                    @Override
                    public Reader reader() {
                        return payload -> column[(int) payload];
                    }
                };
        index = new AlexIndex(BLOCKS, epochs, options, StructureListener.NONE, rows);
        cursor = index.cursor();
    }

    /** An index with these keys, whose payloads are their places. */
    static RacedIndex of(AlexOptions options, long... keys) {
        synchronized (BLOCKS) {
            RacedIndex raced = new RacedIndex(options, 0);
            for (int i = 0; i < keys.length; i++) {
                raced.index.insert(keys[i], i);
            }
            return raced;
        }
    }

    /** An index of rows in the order of their keys: ten times their ids. */
    static RacedIndex ofRows(AlexOptions options, int rowCount) {
        synchronized (BLOCKS) {
            RacedIndex raced = new RacedIndex(options, rowCount);
            for (int row = 0; row < rowCount; row++) {
                raced.column[row] = 10L * row;
                raced.index.insert(10L * row, row);
            }
            if (raced.index.memory().runPairs() < rowCount / 2) {
                throw new IllegalStateException("rows in order are no run");
            }
            return raced;
        }
    }

    /** More payloads for a key, before the race. */
    void addPayloads(long key, long... payloads) {
        synchronized (BLOCKS) {
            for (long payload : payloads) {
                index.insert(key, payload);
            }
        }
    }

    void close() {
        synchronized (BLOCKS) {
            index.close();
            epochs.unregister(slot);
            epochs.close();
        }
    }

    /** Actor: reader. The least payload of a key. */
    long find(long key) {
        return cursor.find(key) ? cursor.payload() : NONE;
    }

    /** Actor: reader. As {@link #find}, inside an epoch. */
    long findInEpoch(long key) {
        slot.enter();
        long payload = find(key);
        slot.exit();
        return payload;
    }

    /** Actor: reader. How many entries a scan meets, if they ascend; else {@link #NONE}. */
    long scan() {
        long count = 0;
        long before = Long.MIN_VALUE;
        for (boolean more = cursor.seek(Long.MIN_VALUE + 1); more; more = cursor.next()) {
            if (cursor.key() <= before) {
                return NONE;
            }
            before = cursor.key();
            count++;
        }
        return count;
    }

    /** Actor: writer. The key of a row becomes another one; the index has the older one still. */
    void changeKey(int row, long key) {
        index.detach(column[row], row);
        VarHandle.storeStoreFence();
        column[row] = key;
    }

    /**
     * Actor: writer. What no reader needs is freed, and what was freed is used for other things.
     */
    void reclaimAndScribble() {
        epochs.advance();
        epochs.reclaim(1000);
        for (int bytes = 32; bytes <= SCRIBBLED_BYTES; bytes *= 2) {
            long block = BLOCKS.allocate(bytes);
            ProcessMemory.fill(block, bytes, (byte) 0x5F);
            BLOCKS.free(block, bytes);
        }
    }
}
