package io.omendb.jmh;

import io.omendb.alex.AlexCursor;
import io.omendb.alex.AlexIndex;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The learned index and a balanced tree, filled with the same entries in the same order: a key, and
 * its place in that order.
 */
@State(Scope.Thread)
public class FilledIndex {
    @Param({"1000000"})
    private int size;

    @Param({"SERIAL", "UNIFORM", "CLUSTERED"})
    private Distribution distribution;

    private IndexMemory memory;
    private AlexIndex index;
    private AlexCursor cursor;
    private NavigableMap<Long, Long> tree;
    private long[] keys;
    private long[] sortedKeys;
    private Probes probes;

    @Setup
    public void fill() {
        keys = distribution.distinctKeys(size);
        memory = new IndexMemory();
        index = memory.index();
        memory.fill(index, keys);
        cursor = index.cursor();
        tree = new TreeMap<>();
        for (int i = 0; i < keys.length; i++) {
            tree.put(keys[i], (long) i);
        }
        sortedKeys = tree.keySet().stream().mapToLong(Long::longValue).toArray();
        probes = Probes.of(keys);
    }

    @TearDown
    public void giveBack() {
        index.close();
        memory.close();
    }

    AlexCursor cursor() {
        return cursor;
    }

    NavigableMap<Long, Long> tree() {
        return tree;
    }

    /** In the order in which they were inserted. */
    long[] keys() {
        return keys;
    }

    long[] sortedKeys() {
        return sortedKeys;
    }

    /** A key that is there. */
    long nextKey() {
        return probes.next();
    }
}
