package io.omendb.sql.function;

import io.omendb.sql.types.Lane;
import io.omendb.sql.types.NumericFormat;
import io.omendb.sql.types.NumericScale;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** variance and standard deviation, of samples and of populations. */
final class VarianceStates {
    private VarianceStates() {}

    /**
     * Floating point: Youngs and Cramer's update of count, sum and sum of squared differences from
     * the mean.
     */
    static final class DoubleVariance implements AggregateState {
        private final boolean sample;
        private final boolean root;
        private double[] counts = new double[1];
        private double[] sums = new double[1];
        private double[] squares = new double[1];

        DoubleVariance(boolean sample, boolean root) {
            this.sample = sample;
            this.root = root;
        }

        @Override
        public void ensureGroups(int count) {
            if (counts.length < count) {
                int capacity = Math.max(count, counts.length * 2);
                counts = Arrays.copyOf(counts, capacity);
                sums = Arrays.copyOf(sums, capacity);
                squares = Arrays.copyOf(squares, capacity);
            }
        }

        @Override
        public void update(Vector[] arguments, int[] groupOf, RowSet rows) {
            double[] values = arguments[0].doubles;
            boolean[] nulls = arguments[0].nulls;
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                if (!nulls[row]) {
                    add(groupOf[row], values[row]);
                }
            }
        }

        private void add(int group, double value) {
            double n = counts[group] + 1;
            double sum = sums[group] + value;
            if (n > 1) {
                double difference = value * n - sum;
                squares[group] += difference * difference / (n * (n - 1));
            } else if (Double.isInfinite(value) || Double.isNaN(value)) {
                squares[group] = Double.NaN;
            }
            if (Double.isInfinite(sum)
                    && !Double.isInfinite(value)
                    && !Double.isInfinite(sums[group])) {
                throw DoubleArithmetic.overflow();
            }
            counts[group] = n;
            sums[group] = sum;
        }

        @Override
        public void merge(AggregateState other, int[] groupOf, int groups) {
            DoubleVariance that = (DoubleVariance) other;
            for (int i = 0; i < groups; i++) {
                int group = groupOf[i];
                double a = counts[group];
                double b = that.counts[i];
                if (a == 0) {
                    squares[group] = that.squares[i];
                } else if (b != 0) {
                    double difference = sums[group] / a - that.sums[i] / b;
                    squares[group] += that.squares[i] + a * b * difference * difference / (a + b);
                }
                counts[group] = a + b;
                sums[group] += that.sums[i];
            }
        }

        @Override
        public void finish(int first, int count, Vector out) {
            for (int i = 0; i < count; i++) {
                int group = first + i;
                double divisor = counts[group] - (sample ? 1 : 0);
                if (divisor <= 0) {
                    out.setNull(i);
                } else {
                    double variance = squares[group] / divisor;
                    out.setDouble(i, root ? Math.sqrt(variance) : variance);
                }
            }
        }

        @Override
        public void reset() {
            Arrays.fill(counts, 0);
            Arrays.fill(sums, 0);
            Arrays.fill(squares, 0);
        }
    }

    /** Integers and numerics, exactly: count, sum and sum of squares as decimals. */
    static final class NumericVariance implements AggregateState {
        private final boolean integers;
        private final boolean sample;
        private final boolean root;
        private long[] counts = new long[1];
        private boolean[] special = new boolean[1];
        private @Nullable BigDecimal[] sums = new BigDecimal[1];
        private @Nullable BigDecimal[] squares = new BigDecimal[1];

        NumericVariance(SqlType argument, boolean sample, boolean root) {
            this.integers = argument.lane() == Lane.LONG;
            this.sample = sample;
            this.root = root;
        }

        @Override
        public void ensureGroups(int count) {
            if (counts.length < count) {
                int capacity = Math.max(count, counts.length * 2);
                counts = Arrays.copyOf(counts, capacity);
                special = Arrays.copyOf(special, capacity);
                sums = Arrays.copyOf(sums, capacity);
                squares = Arrays.copyOf(squares, capacity);
            }
        }

        @Override
        public void update(Vector[] arguments, int[] groupOf, RowSet rows) {
            Vector values = arguments[0];
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                if (values.nulls[row]) {
                    continue;
                }
                int group = groupOf[row];
                counts[group]++;
                if (integers) {
                    add(group, BigDecimal.valueOf(values.longs[row]));
                } else if (NumericFormat.isFinite(values.bytes, values.starts[row])) {
                    add(
                            group,
                            NumericFormat.decimal(
                                    values.bytes, values.starts[row], values.lengths[row]));
                } else {
                    special[group] = true;
                }
            }
        }

        private void add(int group, BigDecimal value) {
            sums[group] = plus(sums[group], value);
            squares[group] = plus(squares[group], value.multiply(value));
        }

        private static BigDecimal plus(@Nullable BigDecimal a, BigDecimal b) {
            return a == null ? b : a.add(b);
        }

        private static BigDecimal orZero(@Nullable BigDecimal a) {
            return a == null ? BigDecimal.ZERO : a;
        }

        @Override
        public void merge(AggregateState other, int[] groupOf, int groups) {
            NumericVariance that = (NumericVariance) other;
            for (int i = 0; i < groups; i++) {
                int group = groupOf[i];
                counts[group] += that.counts[i];
                special[group] |= that.special[i];
                sums[group] = plus(sums[group], orZero(that.sums[i]));
                squares[group] = plus(squares[group], orZero(that.squares[i]));
            }
        }

        @Override
        public void finish(int first, int count, Vector out) {
            for (int i = 0; i < count; i++) {
                int group = first + i;
                long n = counts[group];
                if (n == 0 || sample && n == 1) {
                    out.setNull(i);
                } else if (special[group]) {
                    NumericScale.setNaN(out, i);
                } else {
                    NumericScale.setDecimal(variance(group, n), SqlType.NUMERIC, out, i);
                }
            }
        }

        private BigDecimal variance(int group, long n) {
            BigDecimal count = BigDecimal.valueOf(n);
            BigDecimal sum = orZero(sums[group]);
            BigDecimal numerator =
                    count.multiply(orZero(squares[group])).subtract(sum.multiply(sum));
            if (numerator.signum() <= 0) {
                return BigDecimal.ZERO;
            }
            BigDecimal divisor = count.multiply(sample ? count.subtract(BigDecimal.ONE) : count);
            int scale = NumericMath.divisionScale(numerator, divisor);
            BigDecimal variance = numerator.divide(divisor, scale, RoundingMode.HALF_UP);
            return root ? NumericMath.sqrt(variance) : variance;
        }

        @Override
        public void reset() {
            Arrays.fill(counts, 0);
            Arrays.fill(special, false);
            Arrays.fill(sums, null);
            Arrays.fill(squares, null);
        }
    }
}
