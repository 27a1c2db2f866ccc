package io.omendb.sql.function;

import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.util.Arrays;

/**
 * Correlation, covariance and linear regression of pairs, of which the dependent value comes first.
 * Sums and sums of squared differences from the mean are kept by Youngs and Cramer's update, as
 * PostgreSQL keeps them.
 */
final class RegressionState implements AggregateState {
    /** Count, sums of x and y, squared differences of x and y, and their products. */
    private static final int N = 0;

    private static final int SX = 1;
    private static final int SXX = 2;
    private static final int SY = 3;
    private static final int SYY = 4;
    private static final int SXY = 5;
    private static final int WIDTH = 6;

    /** What comes out of the sums. */
    enum Result {
        CORR,
        COVAR_POP,
        COVAR_SAMP,
        REGR_AVGX,
        REGR_AVGY,
        REGR_COUNT,
        REGR_INTERCEPT,
        REGR_R2,
        REGR_SLOPE,
        REGR_SXX,
        REGR_SXY,
        REGR_SYY
    }

    private final Result result;
    private double[] sums = new double[WIDTH];

    RegressionState(Result result) {
        this.result = result;
    }

    @Override
    public void ensureGroups(int count) {
        if (sums.length < count * WIDTH) {
            sums = Arrays.copyOf(sums, Math.max(count * WIDTH, sums.length * 2));
        }
    }

    @Override
    public void update(Vector[] arguments, int[] groupOf, RowSet rows) {
        Vector y = arguments[0];
        Vector x = arguments[1];
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            if (!y.nulls[row] && !x.nulls[row]) {
                add(groupOf[row] * WIDTH, x.doubles[row], y.doubles[row]);
            }
        }
    }

    private void add(int at, double x, double y) {
        double n = sums[at + N] + 1;
        double sumX = sums[at + SX] + x;
        double sumY = sums[at + SY] + y;
        if (n > 1) {
            double byX = x * n - sumX;
            double byY = y * n - sumY;
            double scale = 1 / (n * (n - 1));
            sums[at + SXX] += byX * byX * scale;
            sums[at + SYY] += byY * byY * scale;
            sums[at + SXY] += byX * byY * scale;
        } else {
            boolean special = !Double.isFinite(x) || !Double.isFinite(y);
            sums[at + SXX] = Double.isFinite(x) ? 0 : Double.NaN;
            sums[at + SYY] = Double.isFinite(y) ? 0 : Double.NaN;
            sums[at + SXY] = special ? Double.NaN : 0;
        }
        boolean given = Double.isFinite(x) && Double.isFinite(y);
        if (given
                && !(Double.isFinite(sumX) && Double.isFinite(sumY))
                && Double.isFinite(sums[at + SX])
                && Double.isFinite(sums[at + SY])) {
            throw DoubleArithmetic.overflow();
        }
        sums[at + N] = n;
        sums[at + SX] = sumX;
        sums[at + SY] = sumY;
    }

    @Override
    public void merge(AggregateState other, int[] groupOf, int groups) {
        RegressionState that = (RegressionState) other;
        for (int i = 0; i < groups; i++) {
            merge(groupOf[i] * WIDTH, that.sums, i * WIDTH);
        }
    }

    private void merge(int at, double[] more, int from) {
        double a = sums[at + N];
        double b = more[from + N];
        if (b == 0) {
            return;
        }
        if (a == 0) {
            System.arraycopy(more, from, sums, at, WIDTH);
            return;
        }
        double byX = sums[at + SX] / a - more[from + SX] / b;
        double byY = sums[at + SY] / a - more[from + SY] / b;
        double weight = a * b / (a + b);
        sums[at + SXX] += more[from + SXX] + weight * byX * byX;
        sums[at + SYY] += more[from + SYY] + weight * byY * byY;
        sums[at + SXY] += more[from + SXY] + weight * byX * byY;
        sums[at + N] = a + b;
        sums[at + SX] += more[from + SX];
        sums[at + SY] += more[from + SY];
    }

    @Override
    public void finish(int first, int count, Vector out) {
        for (int i = 0; i < count; i++) {
            int at = (first + i) * WIDTH;
            if (result == Result.REGR_COUNT) {
                out.setLong(i, (long) sums[at + N]);
            } else if (isDefined(at)) {
                out.setDouble(i, value(at));
            } else {
                out.setNull(i);
            }
        }
    }

    private boolean isDefined(int at) {
        double n = sums[at + N];
        return switch (result) {
            case CORR -> n >= 1 && sums[at + SXX] != 0 && sums[at + SYY] != 0;
            case COVAR_SAMP -> n >= 2;
            case REGR_INTERCEPT, REGR_SLOPE, REGR_R2 -> n >= 1 && sums[at + SXX] != 0;
            case COVAR_POP, REGR_AVGX, REGR_AVGY, REGR_COUNT, REGR_SXX, REGR_SXY, REGR_SYY ->
                    n >= 1;
        };
    }

    private double value(int at) {
        double n = sums[at + N];
        double xx = sums[at + SXX];
        double yy = sums[at + SYY];
        double xy = sums[at + SXY];
        return switch (result) {
            case CORR -> xy / Math.sqrt(xx * yy);
            case COVAR_POP -> xy / n;
            case COVAR_SAMP -> xy / (n - 1);
            case REGR_AVGX -> sums[at + SX] / n;
            case REGR_AVGY -> sums[at + SY] / n;
            case REGR_COUNT -> n;
            case REGR_INTERCEPT -> (sums[at + SY] - sums[at + SX] * xy / xx) / n;
            case REGR_R2 -> yy == 0 ? 1 : xy * xy / (xx * yy);
            case REGR_SLOPE -> xy / xx;
            case REGR_SXX -> xx;
            case REGR_SXY -> xy;
            case REGR_SYY -> yy;
        };
    }

    @Override
    public void reset() {
        Arrays.fill(sums, 0);
    }
}
