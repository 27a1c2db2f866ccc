package io.omendb.perf.bench.load;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The longest operations of one thread, each from a pause of its own: of those that overlap, which
 * one thing held up, the longest stands for all. Remembering one allocates nothing.
 */
final class Slowest {
    private static final int KEPT = 8;

    private final long[] startNs = new long[KEPT];
    private final long[] endNs = new long[KEPT];
    private int count;

    /** The place of the last that was kept. */
    private int last = -1;

    /** The shortest of those kept, once there are as many as are kept. */
    private long leastNs = -1;

    /** An operation has ended, after all that were offered before and due after them. */
    void offer(long start, long end) {
        if (end - start <= leastNs) {
            return;
        }
        if (last >= 0 && start < endNs[last]) {
            if (end - start > endNs[last] - startNs[last]) {
                keep(last, start, end);
            }
        } else {
            keep(count < KEPT ? count++ : shortest(), start, end);
        }
    }

    private void keep(int place, long start, long end) {
        startNs[place] = start;
        endNs[place] = end;
        last = place;
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

    /** The longest of all threads, the longest first, again one of those that overlap. */
    static List<Interval> merge(List<Slowest> threads) {
        List<Interval> all = new ArrayList<>();
        for (Slowest thread : threads) {
            for (int i = 0; i < thread.count; i++) {
                all.add(new Interval(thread.startNs[i], thread.endNs[i]));
            }
        }
        all.sort(Comparator.comparingLong(Interval::lengthNs).reversed());
        List<Interval> apart = new ArrayList<>();
        for (Interval candidate : all) {
            if (apart.size() < KEPT
                    && apart.stream().noneMatch(kept -> kept.overlapNs(candidate) > 0)) {
                apart.add(candidate);
            }
        }
        return List.copyOf(apart);
    }
}
