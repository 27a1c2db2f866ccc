package io.omendb.perf.bench.load;

import java.util.concurrent.locks.LockSupport;

/**
 * When the next operation of a thread is due.
 *
 * <p>A closed loop starts an operation when the one before has ended: while an operation stalls,
 * none arrives that could notice. An open loop has them arrive at times fixed beforehand and counts
 * from there, so that a stall is counted for all that it delayed: no coordinated omission (Tene).
 */
final class Pace {
    /** Below this a thread waits without giving up its core, which takes it tens of microseconds. */
    private static final long SPIN_NS = 100_000;

    private final long periodNs;
    private final long offsetNs;
    private long startNs;
    private long count;

    private Pace(long periodNs, long offsetNs) {
        this.periodNs = periodNs;
        this.offsetNs = offsetNs;
    }

    static Pace closed() {
        return new Pace(0, 0);
    }

    /**
     * @param rate of all threads together, per second
     * @param thread this one's number
     */
    static Pace open(double rate, int thread, int threadCount) {
        long periodNs = Math.max(1, Math.round(threadCount * 1e9 / rate));
        return new Pace(periodNs, periodNs * thread / threadCount);
    }

    void start(long nowNs) {
        startNs = nowNs + offsetNs;
    }

    /** Returns when the next operation is due, with the time from which it counts. */
    long awaitNext() {
        long now = System.nanoTime();
        if (periodNs == 0) {
            return now;
        }
        long dueNs = startNs + count * periodNs;
        count++;
        while (now < dueNs) {
            if (dueNs - now > SPIN_NS) {
                LockSupport.parkNanos(dueNs - now - SPIN_NS);
            } else {
                Thread.onSpinWait();
            }
            now = System.nanoTime();
        }
        return dueNs;
    }
}
