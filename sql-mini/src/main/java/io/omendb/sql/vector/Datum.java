package io.omendb.sql.vector;

import io.omendb.sql.types.Lane;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One immutable value outside a vector: a constant of a plan. The array given to {@link #ofBytes}
 * is not copied.
 */
public final class Datum {
    public static final Datum NULL = new Datum(0, 0, null, true);

    private final long longValue;
    private final double doubleValue;
    private final byte @Nullable [] bytes;
    private final boolean isNull;

    private Datum(long longValue, double doubleValue, byte @Nullable [] bytes, boolean isNull) {
        this.longValue = longValue;
        this.doubleValue = doubleValue;
        this.bytes = bytes;
        this.isNull = isNull;
    }

    public static Datum ofLong(long value) {
        return new Datum(value, 0, null, false);
    }

    public static Datum ofBoolean(boolean value) {
        return ofLong(value ? 1 : 0);
    }

    public static Datum ofDouble(double value) {
        return new Datum(0, value, null, false);
    }

    public static Datum ofBytes(byte[] value) {
        return new Datum(0, 0, value, false);
    }

    public static Datum ofText(String value) {
        return ofBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of one value of a vector. */
    public static Datum of(Vector vector, int row) {
        if (vector.nulls[row]) {
            return NULL;
        }
        return switch (vector.lane) {
            case LONG -> ofLong(vector.longs[row]);
            case DOUBLE -> ofDouble(vector.doubles[row]);
            case BYTES ->
                    ofBytes(
                            Arrays.copyOfRange(
                                    vector.bytes,
                                    vector.starts[row],
                                    vector.starts[row] + vector.lengths[row]));
        };
    }

    public boolean isNull() {
        return isNull;
    }

    public long longValue() {
        return longValue;
    }

    public boolean booleanValue() {
        return longValue != 0;
    }

    public double doubleValue() {
        return doubleValue;
    }

    /** The bytes of a BYTES value; must not be changed. */
    public byte[] bytes() {
        if (bytes == null) {
            throw new IllegalStateException("not a value of bytes");
        }
        return bytes;
    }

    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** Sets one row of a vector to this value. */
    public void copyTo(Vector out, int row) {
        if (isNull) {
            out.setNull(row);
        } else if (out.lane == Lane.LONG) {
            out.setLong(row, longValue);
        } else if (out.lane == Lane.DOUBLE) {
            out.setDouble(row, doubleValue);
        } else {
            out.setBytes(row, bytes(), 0, bytes().length);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Datum that
                && isNull == that.isNull
                && longValue == that.longValue
                && Double.doubleToLongBits(doubleValue) == Double.doubleToLongBits(that.doubleValue)
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Long.hashCode(longValue) + Double.hashCode(doubleValue))
                + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        if (isNull) {
            return "NULL";
        }
        return bytes != null
                ? text()
                : doubleValue != 0 ? Double.toString(doubleValue) : Long.toString(longValue);
    }
}
