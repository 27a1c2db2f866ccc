package io.omendb.sql.types;

import io.omendb.sql.vector.Vector;
import java.util.Arrays;

/**
 * Order, equality and hash of a type's non-null values, for sorting, grouping, joins and comparison
 * operators. Strings compare by bytes (the C collation); char(n) ignores trailing spaces; NaN is
 * greater than all and equal to itself; the zeros are equal. Stateless; allocates only for arrays
 * and for numerics beyond a long.
 */
public enum ValueComparator {
    LONG {
        @Override
        public int compare(Vector a, int aRow, Vector b, int bRow) {
            return Long.compare(a.longs[aRow], b.longs[bRow]);
        }

        @Override
        public long hash(Vector v, int row) {
            return mix(v.longs[row]);
        }
    },
    DOUBLE {
        @Override
        public int compare(Vector a, int aRow, Vector b, int bRow) {
            double x = a.doubles[aRow];
            double y = b.doubles[bRow];
            if (x < y) {
                return -1;
            }
            if (x > y) {
                return 1;
            }
            return x == y ? 0 : Boolean.compare(Double.isNaN(x), Double.isNaN(y));
        }

        @Override
        public long hash(Vector v, int row) {
            double x = v.doubles[row];
            return mix(x == 0 ? 0 : Double.doubleToLongBits(x));
        }
    },
    BYTES {
        @Override
        public int compare(Vector a, int aRow, Vector b, int bRow) {
            int x = a.starts[aRow];
            int y = b.starts[bRow];
            return Arrays.compareUnsigned(
                    a.bytes, x, x + a.lengths[aRow], b.bytes, y, y + b.lengths[bRow]);
        }

        @Override
        public boolean equal(Vector a, int aRow, Vector b, int bRow) {
            int length = a.lengths[aRow];
            if (length != b.lengths[bRow]) {
                return false;
            }
            int x = a.starts[aRow];
            int y = b.starts[bRow];
            return Arrays.equals(a.bytes, x, x + length, b.bytes, y, y + length);
        }

        @Override
        public long hash(Vector v, int row) {
            return hashBytes(v.bytes, v.starts[row], v.lengths[row]);
        }
    },
    PADDED {
        @Override
        public int compare(Vector a, int aRow, Vector b, int bRow) {
            int x = a.starts[aRow];
            int y = b.starts[bRow];
            return Arrays.compareUnsigned(
                    a.bytes, x, x + unpadded(a, aRow), b.bytes, y, y + unpadded(b, bRow));
        }

        @Override
        public long hash(Vector v, int row) {
            return hashBytes(v.bytes, v.starts[row], unpadded(v, row));
        }

        private static int unpadded(Vector v, int row) {
            int length = v.lengths[row];
            int start = v.starts[row];
            while (length > 0 && v.bytes[start + length - 1] == ' ') {
                length--;
            }
            return length;
        }
    },
    NUMERIC {
        @Override
        public int compare(Vector a, int aRow, Vector b, int bRow) {
            return NumericFormat.compare(
                    a.bytes,
                    a.starts[aRow],
                    a.lengths[aRow],
                    b.bytes,
                    b.starts[bRow],
                    b.lengths[bRow]);
        }

        @Override
        public long hash(Vector v, int row) {
            return mix(NumericFormat.hash(v.bytes, v.starts[row], v.lengths[row]));
        }
    },
    INTERVAL {
        @Override
        public int compare(Vector a, int aRow, Vector b, int bRow) {
            return IntervalFormat.compare(a.bytes, a.starts[aRow], b.bytes, b.starts[bRow]);
        }

        @Override
        public long hash(Vector v, int row) {
            return mix(IntervalFormat.hash(v.bytes, v.starts[row]));
        }
    },
    ARRAY {
        @Override
        public int compare(Vector a, int aRow, Vector b, int bRow) {
            return ArrayOrder.compare(a, aRow, b, bRow);
        }

        @Override
        public long hash(Vector v, int row) {
            return ArrayOrder.hash(v, row);
        }
    };

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** The comparator of a type. */
    public static ValueComparator of(SqlType type) {
        if (type.kind().isArray()) {
            return ARRAY;
        }
        return switch (type.kind()) {
            case NUMERIC -> NUMERIC;
            case BPCHAR -> PADDED;
            case INTERVAL -> INTERVAL;
            default ->
                    switch (type.lane()) {
                        case LONG -> LONG;
                        case DOUBLE -> DOUBLE;
                        case BYTES -> BYTES;
                    };
        };
    }

    /**
     * Negative, zero or positive as the first value is less, equal or greater; neither may be null.
     */
    public abstract int compare(Vector a, int aRow, Vector b, int bRow);

    public boolean equal(Vector a, int aRow, Vector b, int bRow) {
        return compare(a, aRow, b, bRow) == 0;
    }

    /** 64 well-mixed bits, equal for equal values. */
    public abstract long hash(Vector v, int row);

    static long mix(long x) {
        long h = (x ^ (x >>> 32)) * GOLDEN;
        h = (h ^ (h >>> 29)) * 0xBF58476D1CE4E5B9L;
        return h ^ (h >>> 32);
    }

    static long hashBytes(byte[] a, int offset, int length) {
        long h = length;
        for (int i = offset; i < offset + length; i++) {
            h = h * 31 + a[i];
        }
        return mix(h);
    }
}
