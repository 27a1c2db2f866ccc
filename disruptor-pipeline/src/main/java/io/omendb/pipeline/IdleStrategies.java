package io.omendb.pipeline;

import java.util.concurrent.TimeUnit;

/**
 * The ways in which an agent's thread waits for work. Each call makes a new object, for one thread.
 */
public final class IdleStrategies {
    /**
     * A parked thread looks around at least this often, whoever woke it or not: what it does by the
     * way, such as taking back what readers have left, can wait so long. Each look costs some 40
     * microseconds of a core.
     */
    private static final long PARK_NS_MAX = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int SPINS_MAX = 50;
    private static final int YIELDS_MAX = 5;

    private IdleStrategies() {}

    /** Spins for about a microsecond, yields a few times, then parks: the default. */
    public static WakeableIdle backoff() {
        return new ParkingIdle(SPINS_MAX, YIELDS_MAX, PARK_NS_MAX);
    }

    /** As {@link #backoff()}, but it looks at the clock every 10 ms: for a thread with timers. */
    public static WakeableIdle ticking() {
        return new ParkingIdle(SPINS_MAX, YIELDS_MAX, TICK_NS);
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
