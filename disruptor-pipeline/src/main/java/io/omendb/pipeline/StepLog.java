package io.omendb.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What one thread did and how long it took: of each kind of step how many there were, what they
 * took together and the longest; and the slow ones of late, each with its begin, so that a pause
 * can be laid beside them. Of a fixed size, from the start.
 *
 * <p>The slow ones are kept by their length, each class with places of its own:
 *
 * <pre>
 *   class   0           1           2           ...   11
 *   from    100 us      200 us      400 us            205 ms
 *   places  256         256         256               256
 * </pre>
 *
 * <p>So thousands of short ones, such as the forces of a busy disk, do not displace the one of a
 * quarter of a second that somebody will ask for.
 *
 * <p>One thread writes, by its {@link StepTimer}; any thread reads, without stopping it. A figure
 * is never torn; figures that are read together may be of different moments.
 *
 * @param <K> the kinds of steps
 */
public final class StepLog<K extends Enum<K>> {
    /** Steps from this length on are kept one by one, in nanoseconds. */
    public static final long SLOW_NS = 100_000;

    private static final int CLASSES = 12;
    private static final int PLACES = 256;

    private static final int COUNT = 0;
    private static final int TOTAL = 1;
    private static final int LONGEST = 2;
    private static final int KIND_LONGS = 3;

    private static final VarHandle FIGURES = MethodHandles.arrayElementVarHandle(long[].class);

    private final String[] names;
    private final long[] figures;
    private final SlowStepRing[] slow = new SlowStepRing[CLASSES];

    /**
     * @param kinds the steps of the thread; a name in capitals is shown in words
     */
    public StepLog(Class<K> kinds) {
        K[] all = kinds.getEnumConstants();
        names = new String[all.length];
        for (K kind : all) {
            names[kind.ordinal()] = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
        figures = new long[all.length * KIND_LONGS];
        for (int i = 0; i < CLASSES; i++) {
            slow[i] = new SlowStepRing(PLACES);
        }
    }

    /** A step has ended. The one thread that writes. */
    void count(K kind, long lengthNs) {
        int at = kind.ordinal() * KIND_LONGS;
        FIGURES.setOpaque(figures, at + COUNT, figures[at + COUNT] + 1);
        FIGURES.setOpaque(figures, at + TOTAL, figures[at + TOTAL] + lengthNs);
        if (lengthNs > figures[at + LONGEST]) {
            FIGURES.setOpaque(figures, at + LONGEST, lengthNs);
        }
    }

    /** A step, or a part of it, was under way. The one thread that writes. */
    void keepIfSlow(K kind, long beginNs, long lengthNs) {
        if (lengthNs >= SLOW_NS) {
            int doublings = 63 - Long.numberOfLeadingZeros(lengthNs / SLOW_NS);
            slow[Math.min(doublings, CLASSES - 1)].put(kind.ordinal(), beginNs, lengthNs);
        }
    }

    /** Of every kind, in their order. Any thread. */
    public List<StepFigures> figures() {
        List<StepFigures> read = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            read.add(
                    new StepFigures(
                            names[i], figure(i, COUNT), figure(i, TOTAL), figure(i, LONGEST)));
        }
        return read;
    }

    private long figure(int kind, int which) {
        return (long) FIGURES.getOpaque(figures, kind * KIND_LONGS + which);
    }

    /** Those of late that took {@link #SLOW_NS} or longer, in the order of time. Any thread. */
    public List<SlowStep> slowSteps() {
        List<SlowStep> read = new ArrayList<>();
        for (SlowStepRing ring : slow) {
            ring.forEach((kind, beginNs, lengthNs) ->
                    read.add(new SlowStep(names[kind], beginNs, lengthNs)));
        }
        read.sort(Comparator.comparingLong(SlowStep::beginNs));
        return read;
    }
}
