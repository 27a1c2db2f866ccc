package io.omendb.engine.table;

import io.omendb.alex.LongPairSource;
import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.ProcessMemory;

/**
 * Sorts (key, payload) pairs of 16 bytes in one block outside the heap, and then hands them out in
 * order. Runs of a fixed length are sorted when they are full and merged as they are handed out, so
 * that no call does more than sort one run. Within a run quicksort by the median of three, falling
 * to heapsort where the pivots are bad, insertion sort for what is small.
 */
final class PairSorter implements LongPairSource, AutoCloseable {

    private static final int PAIR_BYTES = 16;
    private static final int SMALL = 24;

    private final BlockAllocator allocator;
    private final long bytes;
    private final long block;
    private final long runLength;
    private long count;
    private long position = -1;

    /** Where each run goes on, ordered as a heap by the pairs there. */
    private long[] heads = {};

    private int headCount;

    /**
     * @param capacity how many pairs will come, at most
     * @param runLength how many are sorted at a time
     */
    PairSorter(BlockAllocator allocator, long capacity, long runLength) {
        this.allocator = allocator;
        this.runLength = runLength;
        this.bytes = Math.max(1, capacity) * PAIR_BYTES;
        this.block = allocator.allocate(bytes);
    }

    void add(long key, long payload) {
        assert (count + 1) * PAIR_BYTES <= bytes : "more pairs than announced";
        put(count++, key, payload);
        if (count % runLength == 0) {
            sortRun(count - runLength, count - 1);
        }
    }

    /** Ends the adding: the pairs can be had from now on. */
    void finish() {
        if (count % runLength != 0) {
            sortRun(count - count % runLength, count - 1);
        }
        headCount = Math.toIntExact(Math.ceilDiv(count, runLength));
        heads = new long[headCount];
        for (int run = 0; run < headCount; run++) {
            heads[run] = run * runLength;
        }
        for (int at = headCount / 2 - 1; at >= 0; at--) {
            sinkHead(at);
        }
        position = -1;
    }

    @Override
    public boolean next() {
        if (position >= 0) {
            nextOfRun();
        }
        if (headCount == 0) {
            return false;
        }
        position = heads[0];
        return true;
    }

    /** Moves the run of the pair that was handed out on by one. */
    private void nextOfRun() {
        long after = position + 1;
        if (after % runLength == 0 || after == count) {
            heads[0] = heads[--headCount];
        } else {
            heads[0] = after;
        }
        sinkHead(0);
    }

    private void sinkHead(int from) {
        int at = from;
        while (2 * at + 1 < headCount) {
            int child = 2 * at + 1;
            if (child + 1 < headCount && isBelow(heads[child + 1], heads[child])) {
                child++;
            }
            if (!isBelow(heads[child], heads[at])) {
                return;
            }
            long head = heads[at];
            heads[at] = heads[child];
            heads[child] = head;
            at = child;
        }
    }

    @Override
    public long key() {
        return key(position);
    }

    @Override
    public long payload() {
        return payload(position);
    }

    @Override
    public void close() {
        allocator.free(block, bytes);
    }

    private void sortRun(long from, long to) {
        sort(from, to, 2 * (64 - Long.numberOfLeadingZeros(to - from + 1)));
    }

    private void sort(long from, long to, int depth) {
        long low = from;
        long high = to;
        int left = depth;
        while (high - low >= SMALL) {
            if (left-- == 0) {
                heapSort(low, high);
                return;
            }
            long split = partition(low, high);
            if (split - low < high - split) {
                sort(low, split, left);
                low = split + 1;
            } else {
                sort(split + 1, high, left);
                high = split;
            }
        }
        insertionSort(low, high);
    }

    /** Hoare's partition around the median of three: [low, split] is not above (split, high]. */
    private long partition(long low, long high) {
        long middle = low + high >>> 1;
        order(low, middle);
        order(middle, high);
        order(low, middle);
        long pivotKey = key(middle);
        long pivotPayload = payload(middle);
        long i = low - 1;
        long j = high + 1;
        while (true) {
            do {
                i++;
            } while (isBelow(key(i), payload(i), pivotKey, pivotPayload));
            do {
                j--;
            } while (isBelow(pivotKey, pivotPayload, key(j), payload(j)));
            if (i >= j) {
                return j;
            }
            swap(i, j);
        }
    }

    private void insertionSort(long low, long high) {
        for (long i = low + 1; i <= high; i++) {
            long key = key(i);
            long payload = payload(i);
            long j = i - 1;
            while (j >= low && isBelow(key, payload, key(j), payload(j))) {
                put(j + 1, key(j), payload(j));
                j--;
            }
            put(j + 1, key, payload);
        }
    }

    private void heapSort(long low, long high) {
        long size = high - low + 1;
        for (long i = size / 2 - 1; i >= 0; i--) {
            sink(low, i, size);
        }
        for (long end = size - 1; end > 0; end--) {
            swap(low, low + end);
            sink(low, 0, end);
        }
    }

    private void sink(long low, long from, long size) {
        long at = from;
        while (2 * at + 1 < size) {
            long child = 2 * at + 1;
            if (child + 1 < size && isBelow(low + child, low + child + 1)) {
                child++;
            }
            if (!isBelow(low + at, low + child)) {
                return;
            }
            swap(low + at, low + child);
            at = child;
        }
    }

    private void order(long i, long j) {
        if (isBelow(j, i)) {
            swap(i, j);
        }
    }

    private void swap(long i, long j) {
        long key = key(i);
        long payload = payload(i);
        put(i, key(j), payload(j));
        put(j, key, payload);
    }

    private boolean isBelow(long i, long j) {
        return isBelow(key(i), payload(i), key(j), payload(j));
    }

    private static boolean isBelow(long key, long payload, long otherKey, long otherPayload) {
        return key < otherKey || key == otherKey && payload < otherPayload;
    }

    private long key(long i) {
        return ProcessMemory.getLong(block + i * PAIR_BYTES);
    }

    private long payload(long i) {
        return ProcessMemory.getLong(block + i * PAIR_BYTES + 8);
    }

    private void put(long i, long key, long payload) {
        ProcessMemory.putLong(block + i * PAIR_BYTES, key);
        ProcessMemory.putLong(block + i * PAIR_BYTES + 8, payload);
    }
}
