package io.omendb.offheap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A figure that one thread at a time changes and any thread may ask for: bytes held, things
 * counted. No order between figures is promised, so none is paid for; what was read is a value that
 * the figure had.
 */
public final class Tally {
    private static final VarHandle VALUE = handle();

    private volatile long value;

    /** Thread: the figure's owner. */
    public void add(long change) {
        VALUE.setOpaque(this, (long) VALUE.getOpaque(this) + change);
    }

    /** Thread: any. */
    public long value() {
        return (long) VALUE.getOpaque(this);
    }

    private static VarHandle handle() {
        try {
            return MethodHandles.lookup().findVarHandle(Tally.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
