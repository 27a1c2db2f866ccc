package io.omendb.sql.function;

import static io.omendb.sql.types.TypeKind.INT4;
import static io.omendb.sql.types.TypeKind.NUMERIC;

import io.omendb.sql.types.NumericFormat;
import io.omendb.sql.types.NumericScale;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Vector;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Functions of numerics. */
final class NumericFunctions {
    private static final int ROUND_SCALE_MAX = 2000;

    private NumericFunctions() {}

    static void register(FunctionRegistrar r) {
        r.function("abs", NUMERIC, RowKernel.of(NumericFunctions::absolute), NUMERIC);
        r.operator("@", NUMERIC, RowKernel.of(NumericFunctions::absolute), NUMERIC);
        r.function("sign", NUMERIC, finite(x -> BigDecimal.valueOf(x.signum()), 1), NUMERIC);
        r.function("ceil", NUMERIC, rounded(RoundingMode.CEILING), NUMERIC);
        r.function("ceiling", NUMERIC, rounded(RoundingMode.CEILING), NUMERIC);
        r.function("floor", NUMERIC, rounded(RoundingMode.FLOOR), NUMERIC);
        r.function("round", NUMERIC, rounded(RoundingMode.HALF_UP), NUMERIC);
        r.function("round", NUMERIC, roundedTo(RoundingMode.HALF_UP), NUMERIC, INT4);
        r.function("trunc", NUMERIC, rounded(RoundingMode.DOWN), NUMERIC);
        r.function("trunc", NUMERIC, roundedTo(RoundingMode.DOWN), NUMERIC, INT4);
        r.function("sqrt", NUMERIC, finite(NumericMath::sqrt, 0), NUMERIC);
        r.function("exp", NUMERIC, finite(NumericMath::exp, 2), NUMERIC);
        r.function("ln", NUMERIC, finite(NumericMath::ln, 0), NUMERIC);
        r.function("log", NUMERIC, finite(x -> NumericMath.log(BigDecimal.TEN, x), 0), NUMERIC);
        r.function("log10", NUMERIC, finite(x -> NumericMath.log(BigDecimal.TEN, x), 0), NUMERIC);
        r.function("log", NUMERIC, binary(NumericMath::log), NUMERIC, NUMERIC);
        r.function("power", NUMERIC, binary(NumericMath::power), NUMERIC, NUMERIC);
        r.function("pow", NUMERIC, binary(NumericMath::power), NUMERIC, NUMERIC);
        r.operator("^", NUMERIC, binary(NumericMath::power), NUMERIC, NUMERIC);
        r.function("div", NUMERIC, binary(NumericFunctions::wholeQuotient), NUMERIC, NUMERIC);
        r.function(
                "scale",
                INT4,
                RowKernel.of((in, row, out) -> {
                    if (NumericFormat.isFinite(in.bytesOf(0), in.startAt(0, row))) {
                        out.longs[row] = NumericFormat.scale(in.bytesOf(0), in.startAt(0, row));
                    } else {
                        out.setNull(row);
                    }
                }),
                NUMERIC);
        r.function("trim_scale", NUMERIC, finite(NumericFunctions::trimScale, 0), NUMERIC);
    }

    private static BigDecimal trimScale(BigDecimal x) {
        BigDecimal stripped = x.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static BigDecimal wholeQuotient(BigDecimal x, BigDecimal y) {
        if (y.signum() == 0) {
            throw io.omendb.sql.error.SqlException.divisionByZero();
        }
        return x.divideToIntegralValue(y).setScale(0, RoundingMode.DOWN);
    }

    private static void absolute(KernelInput in, int row, Vector out) {
        byte[] a = in.bytesOf(0);
        int offset = in.startAt(0, row);
        int length = in.lengthAt(0, row);
        if (NumericFormat.isNegativeInfinity(a, offset)) {
            NumericScale.setInfinity(false, SqlType.NUMERIC, out, row);
        } else if (NumericFormat.isFinite(a, offset)) {
            NumericScale.setDecimal(
                    NumericFormat.decimal(a, offset, length).abs(), SqlType.NUMERIC, out, row);
        } else {
            out.setBytes(row, a, offset, length);
        }
    }

    /** To a whole number; NaN and the infinities stay. */
    private static KernelFactory rounded(RoundingMode mode) {
        return finite(x -> x.setScale(0, mode), 0);
    }

    private static KernelFactory roundedTo(RoundingMode mode) {
        return RowKernel.of((in, row, out) -> {
            int digits = Math.max(-ROUND_SCALE_MAX, Math.min(ROUND_SCALE_MAX, in.intAt(1, row)));
            apply(
                    in,
                    row,
                    out,
                    x -> {
                        BigDecimal result = x.setScale(digits, mode);
                        return digits < 0 ? result.setScale(0) : result;
                    },
                    0);
        });
    }

    /**
     * A function of finite values.
     *
     * @param special what it makes of infinities: 0 leaves them, 1 is sign's answer, 2 is exp's
     */
    private static KernelFactory finite(UnaryOperator<BigDecimal> function, int special) {
        return RowKernel.of((in, row, out) -> apply(in, row, out, function, special));
    }

    private static void apply(
            KernelInput in, int row, Vector out, UnaryOperator<BigDecimal> function, int special) {
        byte[] a = in.bytesOf(0);
        int offset = in.startAt(0, row);
        int length = in.lengthAt(0, row);
        if (NumericFormat.isFinite(a, offset)) {
            NumericScale.setDecimal(
                    function.apply(NumericFormat.decimal(a, offset, length)),
                    SqlType.NUMERIC,
                    out,
                    row);
        } else if (NumericFormat.isNaN(a, offset)
                || special == 0 && !NumericFormat.isNegativeInfinity(a, offset)) {
            out.setBytes(row, a, offset, length);
        } else {
            boolean negative = NumericFormat.isNegativeInfinity(a, offset);
            out.setBytes(row, a, offset, length);
            if (special == 1) {
                NumericScale.setLong(negative ? -1 : 1, 0, SqlType.NUMERIC, out, row);
            } else if (special == 2 && negative) {
                NumericScale.setLong(0, 0, SqlType.NUMERIC, out, row);
            }
        }
    }

    /**
     * A function of two finite values; of others it is NaN if either is, and worked out in floating
     * point if not.
     */
    private static KernelFactory binary(BinaryOperator<BigDecimal> function) {
        return RowKernel.of((in, row, out) -> {
            byte[] a = in.bytesOf(0);
            byte[] b = in.bytesOf(1);
            int x = in.startAt(0, row);
            int y = in.startAt(1, row);
            if (NumericFormat.isFinite(a, x) && NumericFormat.isFinite(b, y)) {
                BigDecimal result =
                        function.apply(
                                NumericFormat.decimal(a, x, in.lengthAt(0, row)),
                                NumericFormat.decimal(b, y, in.lengthAt(1, row)));
                NumericScale.setDecimal(result, SqlType.NUMERIC, out, row);
            } else if (NumericFormat.isNaN(a, x) || NumericFormat.isNaN(b, y)) {
                NumericScale.setNaN(out, row);
            } else {
                throw io.omendb.sql.error.SqlException.notSupported(
                        "this function of infinite numerics");
            }
        });
    }
}
