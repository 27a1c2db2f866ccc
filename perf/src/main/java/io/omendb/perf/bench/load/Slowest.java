package io.omendb.perf.bench.load;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The longest operations of one thread. Remembering one allocates nothing. */
final class Slowest {
    private static final int KEPT = 8;

    private final long[] startNs = new long[KEPT];
    private final long[] endNs = new long[KEPT];
    private int count;

    /** The shortest of those kept, once there are as many as are kept. */
    private long leastNs = -1;

    void offer(long start, long end) {
        if (end - start <= leastNs) {
            return;
        }
        int place = count < KEPT ? count++ : shortest();
        startNs[place] = start;
        endNs[place] = end;
        if (count == KEPT) {
            int shortest = shortest();
            leastNs = endNs[shortest] - startNs[shortest];
        }
    }

    private int shortest() {
        int shortest = 0;
        for (int i = 1; i < count; i++) {
            if (endNs[i] - startNs[i] < endNs[shortest] - startNs[shortest]) {
                shortest = i;
            }
        }
        return shortest;
    }

    /** The longest of all threads, the longest first. */
    static List<Interval> merge(List<Slowest> threads) {
        List<Interval> merged = new ArrayList<>();
        for (Slowest thread : threads) {
            for (int i = 0; i < thread.count; i++) {
                merged.add(new Interval(thread.startNs[i], thread.endNs[i]));
            }
        }
        merged.sort(Comparator.comparingLong(Interval::lengthNs).reversed());
        return List.copyOf(merged.subList(0, Math.min(KEPT, merged.size())));
    }
}
