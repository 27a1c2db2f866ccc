package io.omendb.sql.function;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.CivilTime;
import io.omendb.sql.types.IntervalFormat;
import io.omendb.sql.types.Lane;
import io.omendb.sql.types.NumericFormat;
import io.omendb.sql.types.NumericScale;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.StringLimits;
import io.omendb.sql.types.TypeCodec;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.ZoneId;

/** The loops of conversions. */
final class CastKernels {
    private static final double LONG_LIMIT = 0x1p63;

    private CastKernels() {}

    /** Types that share a lane and the meaning of its values. */
    static Kernel copy(SqlType from, SqlType to, boolean explicit) {
        if (to.lane() == Lane.LONG) {
            return (in, rows, out) -> {
                for (int i = 0; i < rows.count; i++) {
                    int row = rows.row(i);
                    out.longs[row] = in.longAt(0, row);
                }
            };
        }
        if (to.lane() == Lane.BYTES) {
            return (in, rows, out) -> {
                for (int i = 0; i < rows.count; i++) {
                    int row = rows.row(i);
                    out.copyFrom(in.args[0], row & in.masks[0], row);
                }
            };
        }
        return (in, rows, out) -> {
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                out.doubles[row] = in.doubleAt(0, row);
            }
        };
    }

    private static long min(TypeKind kind) {
        return switch (kind) {
            case INT2 -> Short.MIN_VALUE;
            case INT4 -> Integer.MIN_VALUE;
            case INT8 -> Long.MIN_VALUE;
            default -> 0;
        };
    }

    private static long max(TypeKind kind) {
        return switch (kind) {
            case INT2 -> Short.MAX_VALUE;
            case INT4 -> Integer.MAX_VALUE;
            case INT8 -> Long.MAX_VALUE;
            default -> 0xffff_ffffL;
        };
    }

    private static SqlException outOfRange(SqlType type) {
        return SqlException.outOfRange(
                type.kind().isInteger()
                        ? type.kind().sqlName()
                        : TypeKind.OID.sqlName().toUpperCase(java.util.Locale.ROOT));
    }

    static Kernel narrowLong(SqlType from, SqlType to, boolean explicit) {
        long min = min(to.kind());
        long max = max(to.kind());
        return (in, rows, out) -> {
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                long value = in.longAt(0, row);
                if (value < min || value > max) {
                    throw outOfRange(to);
                }
                out.longs[row] = value;
            }
        };
    }

    /** integer to oid keeps the 32 bits. */
    static Kernel intToOid(SqlType from, SqlType to, boolean explicit) {
        return (in, rows, out) -> {
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                out.longs[row] = in.longAt(0, row) & 0xffff_ffffL;
            }
        };
    }

    static Kernel intervalFields(SqlType from, SqlType to, boolean explicit) {
        return (in, rows, out) -> {
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                IntervalFormat.fit(in.bytesOf(0), in.startAt(0, row), to, out, row);
            }
        };
    }

    /** The integer whose bytes these are, the first the highest. */
    static Kernel bytesToLong(SqlType from, SqlType to, boolean explicit) {
        int width = to.kind().typlen();
        return (in, rows, out) -> {
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                int length = in.lengthAt(0, row);
                if (length > width) {
                    throw outOfRange(to);
                }
                byte[] a = in.bytesOf(0);
                int start = in.startAt(0, row);
                long value = 0;
                for (int at = start; at < start + length; at++) {
                    value = value << 8 | a[at] & 0xff;
                }
                int unused = 64 - width * 8;
                out.longs[row] = value << unused >> unused;
            }
        };
    }

    static Kernel longToBytes(SqlType from, SqlType to, boolean explicit) {
        int width = from.kind().typlen();
        return (in, rows, out) -> {
            byte[] bytes = new byte[width];
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                long value = in.longAt(0, row);
                for (int at = width - 1; at >= 0; at--) {
                    bytes[at] = (byte) value;
                    value >>= 8;
                }
                out.setBytes(row, bytes, 0, width);
            }
        };
    }

    static Kernel oidToInt(SqlType from, SqlType to, boolean explicit) {
        return (in, rows, out) -> {
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                out.longs[row] = (int) in.longAt(0, row);
            }
        };
    }

    static Kernel longToBoolean(SqlType from, SqlType to, boolean explicit) {
        return (in, rows, out) -> {
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                out.longs[row] = in.longAt(0, row) != 0 ? 1 : 0;
            }
        };
    }

    static Kernel longToDouble(SqlType from, SqlType to, boolean explicit) {
        boolean single = to.kind() == TypeKind.FLOAT4;
        return (in, rows, out) -> {
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                long value = in.longAt(0, row);
                out.doubles[row] = single ? (float) value : (double) value;
            }
        };
    }

    /** Rounds half to even, as PostgreSQL does from floating point. */
    static Kernel doubleToLong(SqlType from, SqlType to, boolean explicit) {
        double min = min(to.kind());
        double max = to.kind() == TypeKind.INT8 ? LONG_LIMIT : max(to.kind()) + 1.0;
        return (in, rows, out) -> {
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                double value = Math.rint(in.doubleAt(0, row));
                if (!(value >= min && value < max)) {
                    throw outOfRange(to);
                }
                out.longs[row] = (long) value;
            }
        };
    }

    static Kernel doubleToFloat(SqlType from, SqlType to, boolean explicit) {
        return (in, rows, out) -> {
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                double value = in.doubleAt(0, row);
                float rounded = (float) value;
                if (Float.isInfinite(rounded) && !Double.isInfinite(value)) {
                    throw DoubleArithmetic.overflow();
                }
                if (rounded == 0 && value != 0) {
                    throw DoubleArithmetic.underflow();
                }
                out.doubles[row] = rounded;
            }
        };
    }

    static Kernel longToNumeric(SqlType from, SqlType to, boolean explicit) {
        return (in, rows, out) -> {
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                NumericScale.setLong(in.longAt(0, row), 0, to, out, row);
            }
        };
    }

    /** By 15 significant digits, or 6 for real. */
    static Kernel doubleToNumeric(SqlType from, SqlType to, boolean explicit) {
        MathContext digits =
                new MathContext(from.kind() == TypeKind.FLOAT4 ? 6 : 15, RoundingMode.HALF_EVEN);
        return (in, rows, out) -> {
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                double value = in.doubleAt(0, row);
                if (Double.isNaN(value)) {
                    NumericScale.setNaN(out, row);
                } else if (Double.isInfinite(value)) {
                    NumericScale.setInfinity(value < 0, to, out, row);
                } else {
                    BigDecimal decimal = new BigDecimal(value).round(digits).stripTrailingZeros();
                    NumericScale.setDecimal(
                            decimal.scale() < 0 ? decimal.setScale(0) : decimal, to, out, row);
                }
            }
        };
    }

    static Kernel numericToDouble(SqlType from, SqlType to, boolean explicit) {
        boolean single = to.kind() == TypeKind.FLOAT4;
        return (in, rows, out) -> {
            byte[] a = in.bytesOf(0);
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                double exact =
                        NumericArithmetic.doubleValue(a, in.startAt(0, row), in.lengthAt(0, row));
                double value = single ? (float) exact : exact;
                if (Double.isInfinite(value) && NumericFormat.isFinite(a, in.startAt(0, row))) {
                    throw SqlException.of(
                            SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                            "\""
                                    + NumericFormat.decimal(
                                                    a, in.startAt(0, row), in.lengthAt(0, row))
                                            .toPlainString()
                                    + "\" is out of range for type "
                                    + to.kind().sqlName());
                }
                out.doubles[row] = value;
            }
        };
    }

    static Kernel numericToLong(SqlType from, SqlType to, boolean explicit) {
        long min = min(to.kind());
        long max = max(to.kind());
        return (in, rows, out) -> {
            byte[] a = in.bytesOf(0);
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                int offset = in.startAt(0, row);
                int length = in.lengthAt(0, row);
                long value = roundedLong(a, offset, length, to);
                if (value < min || value > max) {
                    throw outOfRange(to);
                }
                out.longs[row] = value;
            }
        };
    }

    private static long roundedLong(byte[] a, int offset, int length, SqlType to) {
        if (!NumericFormat.isFinite(a, offset)) {
            String what = NumericFormat.isNaN(a, offset) ? "NaN" : "infinity";
            throw SqlException.of(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "cannot convert " + what + " to " + to.kind().sqlName());
        }
        int scale = NumericFormat.scale(a, offset);
        if (NumericFormat.isLong(a, offset, length) && scale <= 18) {
            long unscaled = NumericFormat.unscaledLong(a, offset, length);
            return NumericScale.roundedQuotient(unscaled, NumericFormat.powerOfTen(scale));
        }
        BigInteger whole =
                NumericFormat.decimal(a, offset, length)
                        .setScale(0, RoundingMode.HALF_UP)
                        .unscaledValue();
        if (whole.bitLength() > 63) {
            throw outOfRange(to);
        }
        return whole.longValue();
    }

    /** numeric to numeric(p, s). */
    static Kernel numericScale(SqlType from, SqlType to, boolean explicit) {
        return (in, rows, out) -> {
            byte[] a = in.bytesOf(0);
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                int offset = in.startAt(0, row);
                int length = in.lengthAt(0, row);
                if (NumericFormat.isLong(a, offset, length)) {
                    NumericScale.setLong(
                            NumericFormat.unscaledLong(a, offset, length),
                            NumericFormat.scale(a, offset),
                            to,
                            out,
                            row);
                } else if (NumericFormat.isFinite(a, offset)) {
                    NumericScale.setDecimal(NumericFormat.decimal(a, offset, length), to, out, row);
                } else if (NumericFormat.isNaN(a, offset)) {
                    NumericScale.setNaN(out, row);
                } else {
                    NumericScale.setInfinity(
                            NumericFormat.isNegativeInfinity(a, offset), to, out, row);
                }
            }
        };
    }

    /** Between strings; char(n) loses its padding when it becomes something else. */
    static Kernel string(SqlType from, SqlType to, boolean explicit) {
        boolean trims = from.kind() == TypeKind.BPCHAR && to.kind() != TypeKind.BPCHAR;
        return (in, rows, out) -> {
            byte[] a = in.bytesOf(0);
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                int offset = in.startAt(0, row);
                int length = in.lengthAt(0, row);
                while (trims && length > 0 && a[offset + length - 1] == ' ') {
                    length--;
                }
                StringLimits.set(a, offset, length, to, explicit, out, row);
            }
        };
    }

    static Kernel charToLong(SqlType from, SqlType to, boolean explicit) {
        return (in, rows, out) -> {
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                out.longs[row] = in.lengthAt(0, row) == 0 ? 0 : in.bytesOf(0)[in.startAt(0, row)];
            }
        };
    }

    static Kernel longToChar(SqlType from, SqlType to, boolean explicit) {
        return (in, rows, out) -> {
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                long value = in.longAt(0, row);
                if (value < Byte.MIN_VALUE || value > Byte.MAX_VALUE) {
                    throw SqlException.outOfRange("\"char\"");
                }
                out.begin();
                if (value != 0) {
                    out.put((byte) value);
                }
                out.end(row);
            }
        };
    }

    /** Between date, timestamp and timestamptz. */
    static Kernel time(SqlType from, SqlType to, boolean explicit) {
        return (in, rows, out) -> {
            ZoneId zone = in.context.format().timeZone();
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                long value = in.longAt(0, row);
                long local =
                        switch (from.kind()) {
                            case DATE -> CivilTime.timestampOfDate(value);
                            case TIMESTAMPTZ -> CivilTime.toLocal(zone, value);
                            default -> value;
                        };
                out.longs[row] =
                        switch (to.kind()) {
                            case DATE -> CivilTime.dateOfTimestamp(local);
                            case TIMESTAMPTZ -> CivilTime.toUtc(zone, local);
                            default -> local;
                        };
            }
        };
    }

    /** Rounds to the fractional digits of timestamp(n). */
    static Kernel timeFraction(SqlType from, SqlType to, boolean explicit) {
        long unit = NumericFormat.powerOfTen(6 - Math.min(6, to.modifier()));
        return (in, rows, out) -> {
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                long value = in.longAt(0, row);
                out.longs[row] =
                        CivilTime.isInfinite(value)
                                ? value
                                : NumericScale.roundedQuotient(value, unit) * unit;
            }
        };
    }

    /** Any type to a string type, by its text form. */
    static Kernel format(SqlType from, SqlType to, boolean explicit) {
        if (from.kind() == TypeKind.BOOL) {
            return new WordsOfBoolean(to, explicit);
        }
        if (from.kind().isRegistered()) {
            return new RegisteredNames.Format(from, to, explicit);
        }
        return new FormatText(from, to, explicit);
    }

    /** Appends the text form to the result vector, and fits it to a length where there is one. */
    private static final class FormatText implements Kernel {
        private final TypeCodec codec;
        private final SqlType from;
        private final SqlType to;
        private final boolean explicit;

        FormatText(SqlType from, SqlType to, boolean explicit) {
            this.codec = TypeCodec.of(from.kind());
            this.from = from;
            this.to = to;
            this.explicit = explicit;
        }

        @Override
        public void apply(KernelInput in, RowSet rows, Vector out) {
            SessionFormat format = in.context.format();
            boolean limited = to.modifier() >= 0 || to.kind() == TypeKind.NAME;
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                out.begin();
                codec.formatText(in.args[0], row & in.masks[0], from, format, out);
                out.end(row);
                if (limited) {
                    out.ensureBytes(out.lengths[row]);
                    StringLimits.set(
                            out.bytes, out.starts[row], out.lengths[row], to, explicit, out, row);
                }
            }
        }
    }

    /** true and false, unlike the t and f of the type's text form. */
    private static final class WordsOfBoolean implements Kernel {
        private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
        private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

        private final SqlType to;
        private final boolean explicit;

        WordsOfBoolean(SqlType to, boolean explicit) {
            this.to = to;
            this.explicit = explicit;
        }

        @Override
        public void apply(KernelInput in, RowSet rows, Vector out) {
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                byte[] word = in.longAt(0, row) != 0 ? TRUE : FALSE;
                StringLimits.set(word, 0, word.length, to, explicit, out, row);
            }
        }
    }

    /** A string, or a literal of unknown type, to any type. */
    static Kernel parse(SqlType from, SqlType to, boolean explicit) {
        if (to.kind().isRegistered()) {
            return new RegisteredNames.Parse(to);
        }
        TypeCodec codec = TypeCodec.of(to.kind());
        return (in, rows, out) -> {
            SessionFormat format = in.context.format();
            byte[] a = in.bytesOf(0);
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                codec.parseText(a, in.startAt(0, row), in.lengthAt(0, row), to, format, out, row);
            }
        };
    }
}
