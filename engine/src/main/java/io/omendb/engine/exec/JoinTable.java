package io.omendb.engine.exec;

import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.ValueComparator;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;

import java.util.Arrays;
import java.util.List;

/**
 * The rows of one side of a join, chained by the hash of their keys; a row with a null key is in no
 * chain. Without keys all rows are one chain.
 */
final class JoinTable {
    static final int NONE = -1;

    private static final int BUCKETS_MIN = 16;

    private final ValueComparator[] comparators;
    private final int firstKey;
    private final RowBuffer rows;
    private final MemoryBudget budget;
    private final long[] batchHashes = new long[Batch.CAPACITY];
    private final boolean[] batchNulls = new boolean[Batch.CAPACITY];
    private int[] buckets = {};
    private int[] chain = {};
    private long[] hashes = {};
    private long bytesTaken;

    /** @param rows with the keys as the columns from {@code firstKey} on */
    JoinTable(RowBuffer rows, int firstKey, List<SqlType> keyTypes, MemoryBudget budget) {
        this.rows = rows;
        this.firstKey = firstKey;
        this.budget = budget;
        comparators = new ValueComparator[keyTypes.size()];
        for (int i = 0; i < comparators.length; i++) {
            comparators[i] = ValueComparator.of(keyTypes.get(i));
        }
    }

    /** Chains all rows of the buffer. */
    void build() {
        if (comparators.length == 0) {
            return;
        }
        int count = rows.count();
        int bucketCount = Math.max(BUCKETS_MIN, Integer.highestOneBit(Math.max(1, count)) * 2);
        long bytes =
                (long) bucketCount * Integer.BYTES + (long) count * (Integer.BYTES + Long.BYTES);
        budget.take(bytes);
        bytesTaken += bytes;
        buckets = new int[bucketCount];
        chain = new int[count];
        hashes = new long[count];
        Arrays.fill(buckets, NONE);
        // Backwards, so that a chain lists rows in the order in which they came.
        for (int row = count - 1; row >= 0; row--) {
            int at = RowBuffer.rowIn(row);
            long hash = 0;
            boolean isNull = false;
            for (int c = 0; c < comparators.length; c++) {
                Vector key = rows.column(firstKey + c, row);
                isNull |= key.nulls[at];
                hash = hash * 31 + (key.nulls[at] ? 0 : comparators[c].hash(key, at));
            }
            hashes[row] = hash;
            if (!isNull) {
                int bucket = (int) hash & bucketCount - 1;
                chain[row] = buckets[bucket];
                buckets[bucket] = row;
            }
        }
    }

    /** Computes the hashes of a batch of keys from the other side. */
    void hash(Vector[] keys, int count) {
        Arrays.fill(batchHashes, 0, count, 0);
        Arrays.fill(batchNulls, 0, count, false);
        for (int c = 0; c < comparators.length; c++) {
            Vector key = keys[c];
            for (int row = 0; row < count; row++) {
                batchNulls[row] |= key.nulls[row];
                batchHashes[row] =
                        batchHashes[row] * 31
                                + (key.nulls[row] ? 0 : comparators[c].hash(key, row));
            }
        }
    }

    /** The first row with the keys of a row of the batch last hashed. */
    int first(Vector[] keys, int row) {
        if (comparators.length == 0) {
            return rows.count() == 0 ? NONE : 0;
        }
        if (batchNulls[row]) {
            return NONE;
        }
        return match(keys, row, buckets[(int) batchHashes[row] & buckets.length - 1]);
    }

    /** The next row with the same keys after {@code candidate}. */
    int next(Vector[] keys, int row, int candidate) {
        if (comparators.length == 0) {
            return candidate + 1 == rows.count() ? NONE : candidate + 1;
        }
        return match(keys, row, chain[candidate]);
    }

    private int match(Vector[] keys, int row, int start) {
        int candidate = start;
        while (candidate != NONE) {
            if (hashes[candidate] == batchHashes[row] && sameKeys(keys, row, candidate)) {
                return candidate;
            }
            candidate = chain[candidate];
        }
        return NONE;
    }

    private boolean sameKeys(Vector[] keys, int row, int candidate) {
        int at = RowBuffer.rowIn(candidate);
        for (int c = 0; c < comparators.length; c++) {
            if (!comparators[c].equal(keys[c], row, rows.column(firstKey + c, candidate), at)) {
                return false;
            }
        }
        return true;
    }

    void clear() {
        budget.give(bytesTaken);
        bytesTaken = 0;
        buckets = new int[0];
        chain = buckets;
        hashes = new long[0];
    }
}
