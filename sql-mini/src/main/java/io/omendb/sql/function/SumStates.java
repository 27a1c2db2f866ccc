package io.omendb.sql.function;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.types.NumericFormat;
import io.omendb.sql.types.NumericScale;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** sum and avg. */
final class SumStates {
    private SumStates() {}

    /** Of integers, in 128 bits: a sum of bigint, being numeric, cannot overflow. */
    static final class LongSum implements AggregateState {
        private final TypeKind result;
        private final boolean average;
        private long[] low = new long[1];
        private long[] high = new long[1];
        private long[] counts = new long[1];

        LongSum(SqlType result, boolean average) {
            this.result = result.kind();
            this.average = average;
        }

        @Override
        public void ensureGroups(int count) {
            if (counts.length < count) {
                int capacity = Math.max(count, counts.length * 2);
                low = Arrays.copyOf(low, capacity);
                high = Arrays.copyOf(high, capacity);
                counts = Arrays.copyOf(counts, capacity);
            }
        }

        @Override
        public void update(Vector[] arguments, int[] groupOf, RowSet rows) {
            long[] values = arguments[0].longs;
            boolean[] nulls = arguments[0].nulls;
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                if (!nulls[row]) {
                    add(groupOf[row], values[row], values[row] >> 63);
                    counts[groupOf[row]]++;
                }
            }
        }

        private void add(int group, long valueLow, long valueHigh) {
            long sum = low[group] + valueLow;
            long carry = Long.compareUnsigned(sum, valueLow) < 0 ? 1 : 0;
            low[group] = sum;
            high[group] += valueHigh + carry;
        }

        @Override
        public void merge(AggregateState other, int[] groupOf, int groups) {
            LongSum that = (LongSum) other;
            for (int i = 0; i < groups; i++) {
                add(groupOf[i], that.low[i], that.high[i]);
                counts[groupOf[i]] += that.counts[i];
            }
        }

        private BigDecimal total(int group) {
            BigInteger unsigned = new BigInteger(Long.toUnsignedString(low[group]));
            return new BigDecimal(BigInteger.valueOf(high[group]).shiftLeft(64).add(unsigned));
        }

        @Override
        public void finish(int first, int count, Vector out) {
            for (int i = 0; i < count; i++) {
                int group = first + i;
                boolean fits = high[group] == low[group] >> 63;
                if (counts[group] == 0) {
                    out.setNull(i);
                } else if (average) {
                    BigDecimal mean =
                            NumericMath.divide(total(group), BigDecimal.valueOf(counts[group]));
                    NumericScale.setDecimal(mean, SqlType.NUMERIC, out, i);
                } else if (result == TypeKind.INT8) {
                    if (!fits) {
                        throw SqlException.outOfRange(result.sqlName());
                    }
                    out.setLong(i, low[group]);
                } else if (fits) {
                    NumericScale.setLong(low[group], 0, SqlType.NUMERIC, out, i);
                } else {
                    NumericScale.setDecimal(total(group), SqlType.NUMERIC, out, i);
                }
            }
        }

        @Override
        public void reset() {
            Arrays.fill(low, 0);
            Arrays.fill(high, 0);
            Arrays.fill(counts, 0);
        }
    }

    /** Of floating-point numbers. */
    static final class DoubleSum implements AggregateState {
        private final boolean single;
        private final boolean average;
        private double[] sums = new double[1];
        private long[] counts = new long[1];

        DoubleSum(SqlType result, boolean average) {
            this.single = result.kind() == TypeKind.FLOAT4;
            this.average = average;
        }

        @Override
        public void ensureGroups(int count) {
            if (counts.length < count) {
                int capacity = Math.max(count, counts.length * 2);
                sums = Arrays.copyOf(sums, capacity);
                counts = Arrays.copyOf(counts, capacity);
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
                    counts[groupOf[row]]++;
                }
            }
        }

        private void add(int group, double value) {
            double before = sums[group];
            double sum = before + value;
            if (Double.isInfinite(sum) && !Double.isInfinite(before) && !Double.isInfinite(value)) {
                throw DoubleArithmetic.overflow();
            }
            sums[group] = sum;
        }

        @Override
        public void merge(AggregateState other, int[] groupOf, int groups) {
            DoubleSum that = (DoubleSum) other;
            for (int i = 0; i < groups; i++) {
                add(groupOf[i], that.sums[i]);
                counts[groupOf[i]] += that.counts[i];
            }
        }

        @Override
        public void finish(int first, int count, Vector out) {
            for (int i = 0; i < count; i++) {
                int group = first + i;
                if (counts[group] == 0) {
                    out.setNull(i);
                } else {
                    double sum = average ? sums[group] / counts[group] : sums[group];
                    out.setDouble(i, single ? (float) sum : sum);
                }
            }
        }

        @Override
        public void reset() {
            Arrays.fill(sums, 0);
            Arrays.fill(counts, 0);
        }
    }

    /**
     * Of numerics: in a long per group as long as it and the common scale suffice, in a decimal
     * after that.
     */
    static final class NumericSum implements AggregateState {
        private final boolean average;
        private long[] sums = new long[1];
        private int[] scales = new int[1];
        private long[] counts = new long[1];
        private @Nullable BigDecimal[] large = new BigDecimal[1];
        private double[] specials = new double[1];

        NumericSum(boolean average) {
            this.average = average;
        }

        @Override
        public void ensureGroups(int count) {
            if (counts.length < count) {
                int capacity = Math.max(count, counts.length * 2);
                sums = Arrays.copyOf(sums, capacity);
                scales = Arrays.copyOf(scales, capacity);
                counts = Arrays.copyOf(counts, capacity);
                large = Arrays.copyOf(large, capacity);
                specials = Arrays.copyOf(specials, capacity);
            }
        }

        @Override
        public void update(Vector[] arguments, int[] groupOf, RowSet rows) {
            Vector values = arguments[0];
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                if (!values.nulls[row]) {
                    counts[groupOf[row]]++;
                    add(groupOf[row], values.bytes, values.starts[row], values.lengths[row]);
                }
            }
        }

        private void add(int group, byte[] a, int offset, int length) {
            if (!NumericFormat.isFinite(a, offset)) {
                specials[group] += NumericArithmetic.doubleValue(a, offset, length);
            } else if (!NumericFormat.isLong(a, offset, length)
                    || !addLong(
                            group,
                            NumericFormat.unscaledLong(a, offset, length),
                            NumericFormat.scale(a, offset))) {
                addDecimal(group, NumericFormat.decimal(a, offset, length));
            }
        }

        private boolean addLong(int group, long unscaled, int scale) {
            int common = Math.max(scale, scales[group]);
            if (!NumericFormat.scalesUp(sums[group], common - scales[group])
                    || !NumericFormat.scalesUp(unscaled, common - scale)) {
                return false;
            }
            long before = sums[group] * NumericFormat.powerOfTen(common - scales[group]);
            long value = unscaled * NumericFormat.powerOfTen(common - scale);
            long sum = before + value;
            if (((before ^ sum) & (value ^ sum)) < 0) {
                return false;
            }
            sums[group] = sum;
            scales[group] = common;
            return true;
        }

        private void addDecimal(int group, BigDecimal value) {
            BigDecimal before = large[group];
            large[group] = before == null ? value : before.add(value);
        }

        private BigDecimal total(int group) {
            BigDecimal small = BigDecimal.valueOf(sums[group], scales[group]);
            BigDecimal rest = large[group];
            return rest == null ? small : small.add(rest);
        }

        @Override
        public void merge(AggregateState other, int[] groupOf, int groups) {
            NumericSum that = (NumericSum) other;
            for (int i = 0; i < groups; i++) {
                int group = groupOf[i];
                counts[group] += that.counts[i];
                specials[group] += that.specials[i];
                addDecimal(group, that.total(i));
            }
        }

        @Override
        public void finish(int first, int count, Vector out) {
            for (int i = 0; i < count; i++) {
                int group = first + i;
                double special = specials[group];
                if (counts[group] == 0) {
                    out.setNull(i);
                } else if (Double.isNaN(special)) {
                    NumericScale.setNaN(out, i);
                } else if (special != 0) {
                    NumericScale.setInfinity(special < 0, SqlType.NUMERIC, out, i);
                } else {
                    BigDecimal total = total(group);
                    NumericScale.setDecimal(
                            average
                                    ? NumericMath.divide(total, BigDecimal.valueOf(counts[group]))
                                    : total,
                            SqlType.NUMERIC,
                            out,
                            i);
                }
            }
        }

        @Override
        public void reset() {
            Arrays.fill(sums, 0);
            Arrays.fill(scales, 0);
            Arrays.fill(counts, 0);
            Arrays.fill(large, null);
            Arrays.fill(specials, 0);
        }
    }
}
