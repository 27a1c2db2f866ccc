package io.omendb.jmh;

import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A contender that was filled with the keys of the run, in their order, and keys to ask it for. A
 * run makes the one that it measures, and no other.
 */
@State(Scope.Thread)
public abstract class LoadedRows {
    private Probes probes;

    /** The one that is filled. */
    abstract KeyedRows rows();

    @Setup
    public void load(IndexKeys keys) {
        long[] sorted = keys.sorted();
        rows().load(keys.rows(sorted));
        probes = Probes.of(sorted);
    }

    @TearDown
    public void giveBack() {
        rows().close();
    }

    Probes probes() {
        return probes;
    }

    /** The learned index. */
    public static class Alex extends LoadedRows {
        private final AlexRows alex = new AlexRows();

        @Override
        KeyedRows rows() {
            return alex;
        }

        AlexRows alex() {
            return alex;
        }
    }

    /** The yardstick. */
    public static class Btree extends LoadedRows {
        private final BTreeRows tree = new BTreeRows();

        @Override
        KeyedRows rows() {
            return tree;
        }

        BTreeRows tree() {
            return tree;
        }
    }

    /** A balanced tree of objects. */
    public static class RedBlackTree extends LoadedRows {
        private final KeyedRows rows = new MapRows(new TreeMap<>());

        @Override
        KeyedRows rows() {
            return rows;
        }
    }

    /** Lists over lists, for many threads. */
    public static class SkipList extends LoadedRows {
        private final KeyedRows rows = new MapRows(new ConcurrentSkipListMap<>());

        @Override
        KeyedRows rows() {
            return rows;
        }
    }

    /** A balanced tree without objects for keys. */
    public static class FastutilTree extends LoadedRows {
        private final KeyedRows rows = new FastutilRows();

        @Override
        KeyedRows rows() {
            return rows;
        }
    }
}
