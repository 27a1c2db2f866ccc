package io.omendb.perf.site;

/**
 * The rows of a table of metrics: row {@code i} is a function of {@code i}, so that a client knows
 * what must be there without keeping it.
 *
 * <p>Values are multiples of an eighth below 1,024. Sums of them are exact in floating point,
 * whatever their order: what two engines answer can be compared for equality.
 */
public final class MetricRow {
    /** Sensors are numbered from 0 to this, exclusive. */
    public static final int SENSOR_COUNT = 1_000;

    private static final int EIGHTHS_BITS = 13;
    private static final double EIGHTH = 0.125;

    private MetricRow() {}

    /** The value of a row. */
    public static double value(long row) {
        return (mix(row) >>> (Long.SIZE - EIGHTHS_BITS)) * EIGHTH;
    }

    /** The values of the first rows together, exactly. */
    public static double sum(long count) {
        double sum = 0;
        for (long row = 0; row < count; row++) {
            sum += value(row);
        }
        return sum;
    }

    /** The sensor of a row. */
    public static int sensor(long row) {
        return (int) Long.remainderUnsigned(mix(row), SENSOR_COUNT);
    }

    /**
     * The finalizer of SplitMix64: Steele, Lea and Flood, Fast Splittable Pseudorandom Number
     * Generators, 2014.
     */
    private static long mix(long row) {
        long z = (row + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
