package io.omendb.engine.txn;

import io.omendb.sql.catalog.SequenceDefinition;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A sequence's position in memory. Any thread takes values; the writer logs ahead of what was
 * taken, in front of the next commit, so that no value that a client can have seen is handed out
 * again after a crash.
 */
public final class SequenceState {
    private static final VarHandle NEXT;

    static {
        try {
            NEXT = MethodHandles.lookup().findVarHandle(SequenceState.class, "next", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final SequenceDefinition definition;

    /** The value that is handed out next; beyond a bound when the sequence has run out. */
    private long next;

    /** The last value that the log covers, in the sequence's direction. Thread: writer. */
    private long logged;

    private boolean everLogged;

    SequenceState(SequenceDefinition definition, long next) {
        this.definition = definition;
        this.next = next;
        this.logged = next;
    }

    public SequenceDefinition definition() {
        return definition;
    }

    /**
     * The next value. Thread: any.
     *
     * @throws SqlException 2200H if the sequence has reached its bound
     */
    public long next() {
        while (true) {
            long value = (long) NEXT.getVolatile(this);
            boolean isOut =
                    definition.increment() > 0
                            ? value > definition.max()
                            : value < definition.min();
            if (isOut && !definition.cycle()) {
                throw exhausted();
            }
            long taken = isOut ? first() : value;
            if (NEXT.compareAndSet(this, value, after(taken))) {
                return taken;
            }
        }
    }

    /** setval. Thread: any. */
    public void set(long value, boolean isCalled) {
        if (value < definition.min() || value > definition.max()) {
            throw SqlException.of(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                    "setval: value "
                            + value
                            + " is out of bounds for sequence \""
                            + definition.name()
                            + "\" ("
                            + definition.min()
                            + ".."
                            + definition.max()
                            + ")");
        }
        NEXT.setVolatile(this, isCalled ? after(value) : value);
    }

    long nextVolatile() {
        return (long) NEXT.getVolatile(this);
    }

    /** Whether values were taken that the log does not cover. Thread: writer. */
    boolean needsLog() {
        long upTo = nextVolatile();
        return everLogged ? isBeyond(upTo, logged) || isBehind(upTo) : upTo != logged;
    }

    /** The value to log: a stretch ahead of what was taken. Thread: writer. */
    long logTarget(int ahead) {
        long upTo = nextVolatile();
        long stretch =
                Math.multiplyHigh(definition.increment(), ahead) == definition.increment() >> 63
                        ? definition.increment() * ahead
                        : 0;
        long target = upTo + stretch;
        boolean overflows = ((upTo ^ target) & (stretch ^ target)) < 0;
        return overflows ? upTo : target;
    }

    void logged(long value) {
        logged = value;
        everLogged = true;
    }

    private boolean isBeyond(long value, long bound) {
        return definition.increment() > 0 ? value > bound : value < bound;
    }

    /**
     * Set back by setval or by a new cycle: the log says more than there is, so it must be told.
     */
    private boolean isBehind(long value) {
        long distance = definition.increment() > 0 ? logged - value : value - logged;
        return distance < 0 || distance / Math.abs(definition.increment()) > SequenceLog.AHEAD;
    }

    private long first() {
        return definition.increment() > 0 ? definition.min() : definition.max();
    }

    private long after(long value) {
        long following = value + definition.increment();
        boolean overflows = ((value ^ following) & (definition.increment() ^ following)) < 0;
        if (overflows) {
            return definition.increment() > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
        return following;
    }

    private SqlException exhausted() {
        boolean up = definition.increment() > 0;
        return SqlException.of(
                SqlState.SEQUENCE_GENERATOR_LIMIT_EXCEEDED,
                "nextval: reached "
                        + (up ? "maximum" : "minimum")
                        + " value of sequence \""
                        + definition.name()
                        + "\" ("
                        + (up ? definition.max() : definition.min())
                        + ")");
    }
}
