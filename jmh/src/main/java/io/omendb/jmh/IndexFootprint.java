package io.omendb.jmh;

import io.omendb.alex.AlexMemory;
import io.omendb.alex.RowKeys;

/**
 * What a key takes in the learned index and in the B+tree, row id included: after a bulk load,
 * after as many inserts in random order, and where the keys lie in the order of their rows, whose
 * column has them anyway. Nothing depends on time.
 */
public final class IndexFootprint {
    private final Distribution distribution;
    private final int count;

    private IndexFootprint(Distribution distribution, int count) {
        this.distribution = distribution;
        this.count = count;
    }

    /** How many keys. */
    public static void main(String[] arguments) {
        int count = Integer.parseInt(arguments[0]);
        for (Distribution distribution : Distribution.values()) {
            new IndexFootprint(distribution, count).measure();
        }
    }

    private void measure() {
        long[] keys = distribution.sortedKeys(count);
        RowKeys column = new KeyColumn(keys);
        measure(
                "bulk loaded",
                RowKeys.NONE,
                rows -> rows.load(SortedRows.of(keys, count, distribution)));
        measure("in row order", column, rows -> rows.load(SortedRows.inRowOrder(keys, count)));
        measure("appended in row order", column, rows -> insert(rows, keys));
        Distribution.shuffle(keys);
        measure("inserted", RowKeys.NONE, rows -> insert(rows, keys));
    }

    private static void insert(KeyedRows rows, long[] keys) {
        for (int i = 0; i < keys.length; i++) {
            rows.insert(keys[i], i);
        }
    }

    /** How a contender came to what it holds. */
    private interface Filling {
        void fill(KeyedRows empty);
    }

    /** A column of keys that stay as they are. */
    private record KeyColumn(long[] keys) implements RowKeys {
        @Override
        public boolean isSettled(long payload) {
            return true;
        }

        @Override
        public Reader reader() {
            return payload -> keys[(int) payload];
        }
    }

    private void measure(String how, RowKeys column, Filling filling) {
        String metric = "bytes per key, " + how + ", " + distribution;
        try (AlexRows rows = new AlexRows(column)) {
            filling.fill(rows);
            FigureLine.print(metric, FigureLine.OURS, "bytes", perKey(rows.memoryBytes()));
            AlexMemory memory = rows.memory();
            FigureLine.print(
                    "headers per key, " + how + ", " + distribution,
                    FigureLine.OURS,
                    "bytes",
                    perKey(memory.dataHeaderBytes() + memory.innerBytes()));
        }
        try (BTreeRows rows = new BTreeRows()) {
            filling.fill(rows);
            FigureLine.print(metric, FigureLine.BTREE, "bytes", perKey(rows.memoryBytes()));
        }
    }

    private double perKey(long bytes) {
        return (double) bytes / count;
    }
}
