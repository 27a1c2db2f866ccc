package io.omendb.engine.storage;

/** Time, passed in. */
public interface Clock {
    /** Nanoseconds of a clock that never goes back: for durations. */
    long nanoTime();

    /** Microseconds since 1970-01-01 UTC: the wall clock, which can jump. */
    long epochMicros();

    /** The machine's clocks. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
