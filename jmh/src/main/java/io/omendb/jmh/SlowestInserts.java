package io.omendb.jmh;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * How long each of many inserts of uniform keys takes, from an empty index on: a program of its
 * own, since every single one counts and JMH takes samples. After each run of inserts come as many
 * turns of a loop that does nothing, timed by the same calls of the clock and about as long: what
 * they take is the machine's.
 *
 * <p>A memory that was given up is taken back in the time of the insert that does it.
 */
public final class SlowestInserts {
    private static final int RUN = 10_000;
    private static final int WARM_UP = 300_000;
    private static final long NS_MAX = 100_000_000_000L;
    private static final int DIGITS = 3;
    private static final double NS_PER_US = 1e3;
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 99.999, 100};
    private static final long STEP = 0x5851_F42D_4C95_7F2DL;

    private final Histogram insertsNs = new Histogram(NS_MAX, DIGITS);
    private final Histogram turnsNs = new Histogram(NS_MAX, DIGITS);
    private final SplittableRandom random = new SplittableRandom(Seed.VALUE);
    private long turns = 1;

    /** What the loop comes to: kept, so that the loop is. */
    private long state;

    private SlowestInserts() {}

    /** {@code omendb} or {@code btree}, and how many inserts. */
    public static void main(String[] arguments) {
        String side = arguments[0];
        long count = Long.parseLong(arguments[1]);
        try (KeyedRows rows = rows(side)) {
            new SlowestInserts().insert(rows, Math.min(count, WARM_UP));
        }
        try (KeyedRows rows = rows(side)) {
            SlowestInserts measured = new SlowestInserts();
            long before = allocatedBytes();
            measured.insert(rows, count);
            measured.print(side, (double) (allocatedBytes() - before) / count);
        }
    }

    private static KeyedRows rows(String side) {
        return switch (side) {
            case FigureLine.OURS -> new AlexRows();
            case FigureLine.BTREE -> new BTreeRows();
            default -> throw new IllegalArgumentException("neither side: " + side);
        };
    }

    private void insert(KeyedRows rows, long count) {
        long done = 0;
        while (done < count) {
            long end = Math.min(count, done + RUN);
            long startNs = System.nanoTime();
            for (long i = done; i < end; i++) {
                long key = random.nextLong();
                long beginNs = System.nanoTime();
                rows.insert(key, i);
                insertsNs.recordValue(Math.min(NS_MAX, System.nanoTime() - beginNs));
            }
            long insertedNs = System.nanoTime();
            for (long i = done; i < end; i++) {
                long beginNs = System.nanoTime();
                turn(turns);
                turnsNs.recordValue(Math.min(NS_MAX, System.nanoTime() - beginNs));
            }
            long turnedNs = System.nanoTime();
            // The next turns take as long as the last inserts took.
            double ratio = (double) (insertedNs - startNs) / Math.max(1, turnedNs - insertedNs);
            turns = Math.clamp(Math.round(turns * ratio), 1, 1 << 20);
            done = end;
        }
    }

    private void turn(long times) {
        long next = state;
        for (long i = 0; i < times; i++) {
            next = next * STEP + 1;
        }
        state = next;
    }

    private void print(String side, double allocatedBytes) {
        for (double percentile : PERCENTILES) {
            String metric =
                    "slowest inserts, "
                            + (percentile == 100
                                    ? "max"
                                    : "p" + Double.toString(percentile).replaceFirst("\\.0$", ""));
            FigureLine.print(
                    metric, side, "us", insertsNs.getValueAtPercentile(percentile) / NS_PER_US);
            if (side.equals(FigureLine.OURS)) {
                FigureLine.print(
                        metric,
                        FigureLine.SPIN_LOOP,
                        "us",
                        turnsNs.getValueAtPercentile(percentile) / NS_PER_US);
            }
        }
        FigureLine.print("inserts, heap", side, "B/op", allocatedBytes);
    }

    private static long allocatedBytes() {
        return ManagementFactory.getPlatformMXBean(ThreadMXBean.class)
                .getCurrentThreadAllocatedBytes();
    }
}
