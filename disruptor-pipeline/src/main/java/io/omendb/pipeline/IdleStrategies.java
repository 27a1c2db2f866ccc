package io.omendb.pipeline;

import java.util.concurrent.TimeUnit;

/**
 * The ways in which an agent's thread waits for work. Each call makes a new object, for one thread.
 */
public final class IdleStrategies {
    /**
     * A parked thread looks around at least this often, whoever woke it or not: timers need no
     * more.
     */
    private static final long PARK_NS_MAX = TimeUnit.MILLISECONDS.toNanos(10);

    private IdleStrategies() {}

    /** Spins for about a microsecond, yields a few times, then parks: the default. */
    public static WakeableIdle backoff() {
        return new ParkingIdle(50, 5, PARK_NS_MAX);
    }

    /**
     * As {@link #backoff()} with limits of the caller's.
     *
     * @param spinsMax rounds of {@link Thread#onSpinWait()} before the first yield
     * @param yieldsMax rounds of {@link Thread#yield()} before the first park
     * @param parkNsMax longest time parked, in nanoseconds
     */
    public static WakeableIdle backoff(int spinsMax, int yieldsMax, long parkNsMax) {
        return new ParkingIdle(spinsMax, yieldsMax, parkNsMax);
    }

    /** Spins and never parks: for machines with a core to spare per thread. */
    public static WakeableIdle lowLatency() {
        return new SpinningIdle();
    }
}
