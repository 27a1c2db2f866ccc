package io.omendb.engine.storage;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The machine's clocks. The wall clock is read as milliseconds, which allocates nothing, and
 * refined to microseconds by the nanosecond clock; where the two part (the wall clock was set, or
 * drifts) the wall clock wins.
 */
final class SystemClock implements Clock {
    static final SystemClock INSTANCE = new SystemClock();

    /** What both clocks said at one moment. */
    private record Anchor(long epochMicros, long nanos) {}

    private static final long DRIFT_MICROS_MAX = 1_000;

    private volatile Anchor anchor = newAnchor();

    private SystemClock() {}

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long epochMicros() {
        Anchor from = anchor;
        long refined =
                from.epochMicros + TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - from.nanos);
        long coarse = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        if (refined < coarse - DRIFT_MICROS_MAX || refined > coarse + 2 * DRIFT_MICROS_MAX) {
            from = newAnchor();
            anchor = from;
            return from.epochMicros;
        }
        return refined;
    }

    private static Anchor newAnchor() {
        Instant now = Instant.now();
        long nanos = System.nanoTime();
        long micros =
                TimeUnit.SECONDS.toMicros(now.getEpochSecond())
                        + TimeUnit.NANOSECONDS.toMicros(now.getNano());
        return new Anchor(micros, nanos);
    }
}
