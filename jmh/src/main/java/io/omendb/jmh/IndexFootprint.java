package io.omendb.jmh;

import io.omendb.alex.AlexMemory;

/**
 * What a key takes in the learned index and in the B+tree, row id included: after a bulk load,
 * after as many inserts in random order, and where the keys lie in the order of their rows. Nothing
 * depends on time.
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
        measure("bulk loaded", rows -> rows.load(SortedRows.of(keys, count, distribution)));
        measure("in row order", rows -> rows.load(SortedRows.inRowOrder(keys, count)));
        measure("appended in row order", rows -> insert(rows, keys));
        Distribution.shuffle(keys);
        measure("inserted", rows -> insert(rows, keys));
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

    private void measure(String how, Filling filling) {
        String metric = "bytes per key, " + how + ", " + distribution;
        try (AlexRows rows = new AlexRows()) {
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
