package io.omendb.engine.exec;

import io.omendb.sql.types.Lane;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Vector;

/**
 * The values that a key column can have: its least, its greatest, and the neighbours of a value.
 */
final class KeyDomain {
    private final TypeKind kind;
    private final long min;
    private final long max;

    private KeyDomain(TypeKind kind, long min, long max) {
        this.kind = kind;
        this.min = min;
        this.max = max;
    }

    /** Whether keys of this type can be bounded. */
    static boolean isKnown(SqlType type) {
        return type.lane() != Lane.BYTES;
    }

    static KeyDomain of(SqlType type) {
        TypeKind kind = type.kind();
        return switch (kind) {
            case BOOL -> new KeyDomain(kind, 0, 1);
            case INT2 -> new KeyDomain(kind, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT4, DATE -> new KeyDomain(kind, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case OID, XID, REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE ->
                    new KeyDomain(kind, 0, 0xffff_ffffL);
            default -> new KeyDomain(kind, Long.MIN_VALUE, Long.MAX_VALUE);
        };
    }

    void setMin(Vector out) {
        if (out.lane == Lane.LONG) {
            out.setLong(0, min);
        } else {
            out.setDouble(0, Double.NEGATIVE_INFINITY);
        }
    }

    void setMax(Vector out) {
        if (out.lane == Lane.LONG) {
            out.setLong(0, max);
        } else {
            out.setDouble(0, Double.NaN);
        }
    }

    /**
     * Sets the least value that is equal to row 0 of {@code bound} or greater; false when there is
     * none.
     */
    boolean setAtLeast(Vector bound, boolean inclusive, Vector out) {
        if (out.lane == Lane.LONG) {
            long value = bound.longs[0];
            if (value > max || !inclusive && value == max) {
                return false;
            }
            out.setLong(0, value < min ? min : inclusive ? value : value + 1);
            return true;
        }
        double value = bound.doubles[0];
        if (!inclusive && Double.isNaN(value)) {
            return false;
        }
        out.setDouble(0, inclusive ? value : above(value));
        return true;
    }

    /**
     * Sets the greatest value that is equal to row 0 of {@code bound} or less; false when there is
     * none.
     */
    boolean setAtMost(Vector bound, boolean inclusive, Vector out) {
        if (out.lane == Lane.LONG) {
            long value = bound.longs[0];
            if (value < min || !inclusive && value == min) {
                return false;
            }
            out.setLong(0, value > max ? max : inclusive ? value : value - 1);
            return true;
        }
        double value = bound.doubles[0];
        if (!inclusive && value == Double.NEGATIVE_INFINITY) {
            return false;
        }
        out.setDouble(0, inclusive ? value : below(value));
        return true;
    }

    /** Whether a value of a comparable type is one that the column can have. */
    boolean contains(Vector value) {
        return value.lane != Lane.LONG || value.longs[0] >= min && value.longs[0] <= max;
    }

    /** The next greater value; NaN is above infinity. */
    private double above(double value) {
        if (value == Double.POSITIVE_INFINITY) {
            return Double.NaN;
        }
        return kind == TypeKind.FLOAT4 ? Math.nextUp((float) value) : Math.nextUp(value);
    }

    private double below(double value) {
        if (Double.isNaN(value)) {
            return Double.POSITIVE_INFINITY;
        }
        return kind == TypeKind.FLOAT4 ? Math.nextDown((float) value) : Math.nextDown(value);
    }
}
