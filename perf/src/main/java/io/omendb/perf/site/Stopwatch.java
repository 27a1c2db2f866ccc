package io.omendb.perf.site;

import java.util.Locale;

/** Time since it was started, as people say it. */
public final class Stopwatch {
    private static final double NS_PER_SECOND = 1e9;
    private static final double NS_PER_MS = 1e6;
    private static final double MS_TENTHS_BELOW_NS = 10 * NS_PER_MS;

    private final long startNs = System.nanoTime();

    private Stopwatch() {}

    public static Stopwatch start() {
        return new Stopwatch();
    }

    public long elapsedNs() {
        return System.nanoTime() - startNs;
    }

    /** {@code 250,000 rows/s}, for {@code count} of the unit since the start. */
    public static String rate(long count, String unit, long elapsedNs) {
        return String.format(
                Locale.ROOT, "%,.0f %s/s", count * NS_PER_SECOND / Math.max(1, elapsedNs), unit);
    }

    /** {@code 3.2 ms}, {@code 140 ms}, {@code 2.71 s}. */
    public static String words(long elapsedNs) {
        if (elapsedNs >= NS_PER_SECOND) {
            return String.format(Locale.ROOT, "%.2f s", elapsedNs / NS_PER_SECOND);
        }
        String format = elapsedNs < MS_TENTHS_BELOW_NS ? "%.1f ms" : "%.0f ms";
        return String.format(Locale.ROOT, format, elapsedNs / NS_PER_MS);
    }

    @Override
    public String toString() {
        return words(elapsedNs());
    }
}
