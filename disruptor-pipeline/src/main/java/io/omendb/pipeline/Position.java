package io.omendb.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Space before the value, so that nothing written by another thread shares its cache line. */
abstract class PositionPadBefore {
    long p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15;
}

/** The value. */
abstract class PositionValue extends PositionPadBefore {
    long value;
}

/**
 * A number that one thread advances and others follow: a sequence, an LSN. It never goes back.
 *
 * <p>{@link #setRelease} makes everything that the writer did before it visible to a reader whose
 * {@link #valueAcquire} returns that number or a later one. The value lies alone on its cache
 * lines.
 */
public final class Position extends PositionValue {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(PositionValue.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    long p17, p18, p19, p20, p21, p22, p23, p24, p25, p26, p27, p28, p29, p30, p31;

    /** A position that starts at a number. */
    public Position(long initial) {
        VALUE.setRelease(this, initial);
    }

    /** Its writer's own view: no ordering. */
    public long valuePlain() {
        return value;
    }

    /** Pairs with {@link #setRelease}: what the writer did before is visible after. */
    public long valueAcquire() {
        return (long) VALUE.getAcquire(this);
    }

    /** The writer only. Pairs with {@link #valueAcquire}. */
    public void setRelease(long next) {
        assert next >= value : "position goes back from " + value + " to " + next;
        VALUE.setRelease(this, next);
    }

    @Override
    public String toString() {
        return Long.toString(valueAcquire());
    }
}
