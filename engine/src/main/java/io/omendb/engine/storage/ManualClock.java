package io.omendb.engine.storage;

import java.util.concurrent.TimeUnit;

/** A clock that stands still until it is moved: for tests and the simulation. */
public final class ManualClock implements Clock {
    private volatile long nanos;
    private volatile long epochMicros;

    /** A clock that says this time of the wall clock. */
    public ManualClock(long epochMicros) {
        this.epochMicros = epochMicros;
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public long epochMicros() {
        return epochMicros;
    }

    /** Lets time pass on both clocks. One thread moves a clock. */
    public synchronized void advance(long duration, TimeUnit unit) {
        if (duration < 0) {
            throw new IllegalArgumentException("time does not go back: " + duration);
        }
        nanos += unit.toNanos(duration);
        epochMicros += unit.toMicros(duration);
    }
}
