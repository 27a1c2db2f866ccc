package io.omendb.perf.bench.load;

import java.util.random.RandomGenerator;

/**
 * Numbers of which few are wanted often: Gray et al., Quickly Generating Billion-Record Synthetic
 * Databases, 1994, with the skew that YCSB has (Cooper et al., 2010). Rank 0 is wanted most.
 */
public final class Zipf {
    private static final double THETA = 0.99;

    private final long count;
    private final double zeta;
    private final double alpha = 1 / (1 - THETA);
    private final double eta;
    private final double secondBound = 1 + Math.pow(0.5, THETA);

    /**
     * @param count ranks are below it
     */
    public Zipf(long count) {
        this.count = count;
        double sum = 0;
        for (long i = 1; i <= count; i++) {
            sum += 1 / Math.pow(i, THETA);
        }
        zeta = sum;
        eta = (1 - Math.pow(2.0 / count, 1 - THETA)) / (1 - secondBound / zeta);
    }

    /** The next rank. */
    public long next(RandomGenerator random) {
        double u = random.nextDouble();
        double uz = u * zeta;
        if (uz < 1) {
            return 0;
        }
        if (uz < secondBound) {
            return 1;
        }
        return Math.min(count - 1, (long) (count * Math.pow(eta * u - eta + 1, alpha)));
    }
}
