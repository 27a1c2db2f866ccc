package io.omendb.perf.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * What a thread notices that has nothing to do but to wake up each millisecond: how late the
 * machine and this JVM made it. No engine can be quicker than that (after Tene's jHiccup).
 */
public final class HiccupMeter {
    private static final long PERIOD_NS = 1_000_000;
    private static final long KEPT_NS_MIN = 200_000;
    private static final int KEPT_MAX = 100_000;
    private static final int DIGITS = 3;

    private final Histogram latenessNs = new Histogram(DIGITS);
    private final List<Interval> stalls = new ArrayList<>();
    private final Thread thread;
    private volatile boolean ending;

    private HiccupMeter() {
        thread = Thread.ofPlatform().name("bench-hiccups").daemon().unstarted(this::watch);
    }

    /** Starts to watch. */
    public static HiccupMeter start() {
        HiccupMeter meter = new HiccupMeter();
        meter.thread.start();
        return meter;
    }

    /** Ends, with what it saw. */
    public Hiccups end() throws InterruptedException {
        ending = true;
        LockSupport.unpark(thread);
        thread.join();
        return new Hiccups(latenessNs, List.copyOf(stalls));
    }

    private void watch() {
        long usualNs = Long.MAX_VALUE;
        while (!ending) {
            long startNs = System.nanoTime();
            LockSupport.parkNanos(PERIOD_NS);
            long endNs = System.nanoTime();
            long sleptOverNs = Math.max(0, endNs - startNs - PERIOD_NS);
            // What waking costs at best, and what the kernel's timers round up to, is no hiccup.
            usualNs = Math.min(usualNs, sleptOverNs);
            long lateNs = sleptOverNs - usualNs;
            latenessNs.recordValue(lateNs);
            if (lateNs >= KEPT_NS_MIN && stalls.size() < KEPT_MAX) {
                stalls.add(new Interval(endNs - lateNs, endNs));
            }
        }
    }

    /**
     * What the meter saw.
     *
     * @param latenessNs how late each waking was, beyond the least late one before it
     * @param stalls the notable ones, in the order of time
     */
    public record Hiccups(Histogram latenessNs, List<Interval> stalls) {}
}
