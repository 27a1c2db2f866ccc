package io.omendb.engine.exec;

import io.omendb.sql.types.Lane;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Vector;

import java.util.List;

/**
 * Orders the rows of a buffer by a stable merge sort of row numbers. Beside each number goes a
 * prefix: 64 bits of the first key that sort, as signed numbers, as the key does or are equal; only
 * equal prefixes look at the rows.
 */
final class RowSorter {
    private static final int INSERTION_ROWS = 24;

    private final SortColumn[] keys;
    private final boolean prefixDecides;
    private final MemoryBudget budget;
    private int[] order = {};
    private int[] otherOrder = {};
    private long[] prefixes = {};
    private long[] otherPrefixes = {};
    private long bytesTaken;
    private boolean nullsSeen;
    private RowBuffer rows;

    RowSorter(List<SortColumn> keys, RowBuffer rows, MemoryBudget budget) {
        this.keys = keys.toArray(new SortColumn[0]);
        this.rows = rows;
        this.budget = budget;
        prefixDecides = this.keys.length == 1 && this.keys[0].type().lane() != Lane.BYTES;
    }

    /** Sorts all rows of a buffer; the answer is in {@link #order}. */
    void sort(RowBuffer buffer) {
        rows = buffer;
        int count = buffer.count();
        reserve(count);
        nullsSeen = false;
        for (int row = 0; row < count; row++) {
            order[row] = row;
            prefixes[row] = prefix(row);
        }
        mergeSort(count);
    }

    /** The numbers of the rows in order, as many as the buffer has. */
    int[] order() {
        return order;
    }

    private void reserve(int count) {
        if (order.length < count) {
            long bytes = count * 2L * (Integer.BYTES + Long.BYTES);
            budget.take(bytes);
            bytesTaken += bytes;
            order = new int[count];
            otherOrder = new int[count];
            prefixes = new long[count];
            otherPrefixes = new long[count];
        }
    }

    void clear() {
        budget.give(bytesTaken);
        if (bytesTaken > 0) {
            order = new int[0];
            otherOrder = order;
            prefixes = new long[0];
            otherPrefixes = prefixes;
        }
        bytesTaken = 0;
    }

    private long prefix(int row) {
        SortColumn key = keys[0];
        Vector column = rows.column(key.column(), row);
        int at = RowBuffer.rowIn(row);
        if (column.nulls[at]) {
            nullsSeen = true;
            return key.nullsFirst() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        long bits =
                switch (column.lane) {
                    case LONG -> column.longs[at];
                    case DOUBLE -> ordered(column.doubles[at]);
                    case BYTES -> isPlainBytes(key.type().kind()) ? firstBytes(column, at) : 0;
                };
        return key.descending() ? ~bits : bits;
    }

    private static long ordered(double value) {
        long bits = Double.doubleToLongBits(value == 0 ? 0 : value);
        return bits ^ (bits >> 63 & Long.MAX_VALUE);
    }

    private static boolean isPlainBytes(TypeKind kind) {
        return switch (kind) {
            case TEXT, VARCHAR, NAME, BYTEA, CHAR, UNKNOWN -> true;
            default -> false;
        };
    }

    /**
     * The first seven bytes and the count of bytes up to eight: a shorter string sorts before its
     * continuations.
     */
    private static long firstBytes(Vector column, int at) {
        int length = column.lengths[at];
        int start = column.starts[at];
        long bits = 0;
        for (int i = 0; i < 7; i++) {
            bits = bits << 8 | (i < length ? column.bytes[start + i] & 0xff : 0);
        }
        return (bits << 8 | Math.min(length, 8)) ^ Long.MIN_VALUE;
    }

    private void mergeSort(int count) {
        for (int from = 0; from < count; from += INSERTION_ROWS) {
            insertionSort(from, Math.min(count, from + INSERTION_ROWS));
        }
        for (int run = INSERTION_ROWS; run < count && run > 0; run *= 2) {
            for (int from = 0; from < count; from += 2 * run) {
                int middle = Math.min(count, from + run);
                merge(from, middle, Math.min(count, middle + run));
            }
            int[] sorted = otherOrder;
            otherOrder = order;
            order = sorted;
            long[] sortedPrefixes = otherPrefixes;
            otherPrefixes = prefixes;
            prefixes = sortedPrefixes;
        }
    }

    private void insertionSort(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            int row = order[i];
            long prefix = prefixes[i];
            int at = i;
            while (at > from && compare(prefixes[at - 1], order[at - 1], prefix, row) > 0) {
                order[at] = order[at - 1];
                prefixes[at] = prefixes[at - 1];
                at--;
            }
            order[at] = row;
            prefixes[at] = prefix;
        }
    }

    private void merge(int from, int middle, int to) {
        int left = from;
        int right = middle;
        for (int at = from; at < to; at++) {
            boolean takeLeft =
                    left < middle
                            && (right >= to
                                    || compare(
                                                    prefixes[left],
                                                    order[left],
                                                    prefixes[right],
                                                    order[right])
                                            <= 0);
            int taken = takeLeft ? left++ : right++;
            otherOrder[at] = order[taken];
            otherPrefixes[at] = prefixes[taken];
        }
    }

    private int compare(long aPrefix, int a, long bPrefix, int b) {
        if (aPrefix != bPrefix) {
            return aPrefix < bPrefix ? -1 : 1;
        }
        return prefixDecides && !nullsSeen ? 0 : compareRows(a, b);
    }

    /**
     * Negative, zero or positive as row {@code a} of the buffer comes before, with or after row
     * {@code b}.
     */
    int compareRows(int a, int b) {
        int aRow = RowBuffer.rowIn(a);
        int bRow = RowBuffer.rowIn(b);
        for (SortColumn key : keys) {
            Vector aColumn = rows.column(key.column(), a);
            Vector bColumn = rows.column(key.column(), b);
            int order = compareValues(key, aColumn, aRow, bColumn, bRow);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Makes {@link #comesBefore} compare with rows of another buffer of the same types. */
    void use(RowBuffer buffer) {
        rows = buffer;
    }

    /** Whether a row of a batch comes before a row of the buffer, given that it came later. */
    boolean comesBefore(Vector[] columns, int row, int other) {
        int otherRow = RowBuffer.rowIn(other);
        for (SortColumn key : keys) {
            int order =
                    compareValues(
                            key,
                            columns[key.column()],
                            row,
                            rows.column(key.column(), other),
                            otherRow);
            if (order != 0) {
                return order < 0;
            }
        }
        return false;
    }

    private static int compareValues(SortColumn key, Vector a, int aRow, Vector b, int bRow) {
        boolean aNull = a.nulls[aRow];
        boolean bNull = b.nulls[bRow];
        if (aNull || bNull) {
            return aNull == bNull ? 0 : aNull == key.nullsFirst() ? -1 : 1;
        }
        int order = key.comparator().compare(a, aRow, b, bRow);
        return key.descending() ? -order : order;
    }
}
