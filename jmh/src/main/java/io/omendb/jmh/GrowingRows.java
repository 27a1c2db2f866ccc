package io.omendb.jmh;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A contender that holds the keys of the run and takes more of them, a batch in an invocation. When
 * it has grown by a tenth it is made anew, between two invocations, which is in nobody's time: so
 * that it is never much larger than it is said to be.
 */
@State(Scope.Thread)
public abstract class GrowingRows {
    /** Keys of an invocation: long enough that looking at the clock is nothing beside it. */
    static final int BATCH = IndexKeys.FRESH_MIN;

    private @Nullable KeyedRows rows;
    private long[] keys = {};
    private int size;
    private int next;

    abstract KeyedRows create();

    /** Those that are there, and behind them those that come, in their order. */
    abstract long[] keys(IndexKeys of);

    /** Fills what was made with the first keys. */
    abstract void fill(KeyedRows empty, long[] first, int count);

    @Setup
    public void make(IndexKeys of) {
        keys = keys(of);
        size = of.size();
        next = keys.length;
    }

    @Setup(Level.Invocation)
    public void makeRoom() {
        if (next + BATCH > keys.length) {
            giveBack();
            KeyedRows made = create();
            fill(made, keys, size);
            rows = made;
            next = size;
        }
    }

    @TearDown
    public void giveBack() {
        if (rows != null) {
            rows.close();
            rows = null;
        }
    }

    /** Puts the next ones in; the row of a key is its place in the order in which they come. */
    int insertBatch() {
        KeyedRows into = rows;
        if (into == null) {
            throw new IllegalStateException("nothing was made to insert into");
        }
        int end = next + BATCH;
        for (int i = next; i < end; i++) {
            into.insert(keys[i], i);
        }
        next = end;
        return end;
    }
}
