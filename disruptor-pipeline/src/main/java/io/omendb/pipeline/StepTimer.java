package io.omendb.pipeline;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Times the steps of one thread into its {@link StepLog}. A step begins where the one before ends,
 * so that a round of n steps reads the clock n + 1 times. It allocates nothing, and nothing that
 * the thread does may depend on it.
 *
 * <pre>
 *   begin(A)     begin(B)   enter(C)   leave()    end()
 *      |---- A ----|--- B ----|--- C ----|--- B ----|
 * </pre>
 *
 * <p>B is counted once, without the time of C; the two parts of it are kept apart where they are
 * slow, so that no moment belongs to two steps.
 *
 * <p>Used by the thread whose steps these are.
 *
 * @param <K> the kinds of steps
 */
public final class StepTimer<K extends Enum<K>> {
    private final StepLog<K> log;
    private final LongSupplier nanoTime;

    private @Nullable K current;
    private long beginNs;

    /** What the step under way took before {@link #beginNs}. */
    private long spentNs;

    private @Nullable K around;
    private long aroundSpentNs;

    /**
     * @param nanoTime nanoseconds of a clock that never goes back
     */
    public StepTimer(StepLog<K> log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /** Where the steps are kept. */
    public StepLog<K> log() {
        return log;
    }

    /** A step begins, and the one under way, if there is one, has ended. */
    public void begin(K kind) {
        assert around == null : current + " is not left";
        long now = nanoTime.getAsLong();
        K before = current;
        if (before != null) {
            finish(before, now);
        }
        current = kind;
        beginNs = now;
        spentNs = 0;
    }

    /** The step under way, if there is one, has ended. */
    public void end() {
        assert around == null : current + " is not left";
        K ended = current;
        if (ended != null) {
            finish(ended, nanoTime.getAsLong());
            current = null;
        }
    }

    /** The step under way had nothing to do: it is none. */
    public void drop() {
        current = null;
    }

    /** A step begins inside the one under way. Outside of any it is not timed. */
    public void enter(K kind) {
        K outer = current;
        if (outer == null) {
            return;
        }
        assert around == null : current + " is not left";
        long now = nanoTime.getAsLong();
        log.keepIfSlow(outer, beginNs, now - beginNs);
        around = outer;
        aroundSpentNs = spentNs + now - beginNs;
        current = kind;
        beginNs = now;
        spentNs = 0;
    }

    /** What {@link #enter} began has ended; the step around it goes on. */
    public void leave() {
        K outer = around;
        K inner = current;
        if (outer == null || inner == null) {
            return;
        }
        long now = nanoTime.getAsLong();
        finish(inner, now);
        around = null;
        current = outer;
        beginNs = now;
        spentNs = aroundSpentNs;
    }

    private void finish(K kind, long now) {
        long lengthNs = now - beginNs;
        log.keepIfSlow(kind, beginNs, lengthNs);
        log.count(kind, spentNs + lengthNs);
    }
}
