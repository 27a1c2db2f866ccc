package io.omendb.engine.table;

import io.omendb.alex.LongPairSource;
import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.ProcessMemory;

/**
 * Sorts (key, payload) pairs of 16 bytes in one block outside the heap, and then hands them out in
 * order. Quicksort by the median of three, falling to heapsort where the pivots are bad, insertion
 * sort for what is small.
 */
final class PairSorter implements LongPairSource, AutoCloseable {

    private static final int PAIR_BYTES = 16;
    private static final int SMALL = 24;

    private final BlockAllocator allocator;
    private final long bytes;
    private final long block;
    private long count;
    private long position = -1;

    PairSorter(BlockAllocator allocator, long capacity) {
        this.allocator = allocator;
        this.bytes = Math.max(1, capacity) * PAIR_BYTES;
        this.block = allocator.allocate(bytes);
    }

    void add(long key, long payload) {
        assert (count + 1) * PAIR_BYTES <= bytes : "more pairs than announced";
        put(count++, key, payload);
    }

    void sort() {
        sort(0, count - 1, 2 * (64 - Long.numberOfLeadingZeros(count)));
        position = -1;
    }

    @Override
    public boolean next() {
        return ++position < count;
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
