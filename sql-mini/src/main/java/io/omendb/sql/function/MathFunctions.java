package io.omendb.sql.function;

import static io.omendb.sql.types.TypeKind.FLOAT4;
import static io.omendb.sql.types.TypeKind.FLOAT8;
import static io.omendb.sql.types.TypeKind.INT2;
import static io.omendb.sql.types.TypeKind.INT4;
import static io.omendb.sql.types.TypeKind.INT8;
import static io.omendb.sql.types.TypeKind.VOID;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.TypeKind;
import java.util.function.DoubleUnaryOperator;

/** Functions of integers and floating-point numbers. */
final class MathFunctions {
    private MathFunctions() {}

    static void register(FunctionRegistrar r) {
        for (TypeKind kind : new TypeKind[] {INT2, INT4, INT8}) {
            r.function("abs", kind, absolute(kind), kind);
            r.operator("@", kind, absolute(kind), kind);
        }
        for (TypeKind kind : new TypeKind[] {FLOAT4, FLOAT8}) {
            r.function("abs", kind, unary(Math::abs), kind);
            r.operator("@", kind, unary(Math::abs), kind);
        }
        rounding(r);
        exponentials(r);
        angles(r);
        for (TypeKind kind : new TypeKind[] {INT4, INT8}) {
            r.function(
                    "gcd",
                    kind,
                    RowKernel.of((in, row, out) ->
                            out.longs[row] =
                                    checkedMagnitude(
                                            gcd(in.longAt(0, row), in.longAt(1, row)), kind)),
                    kind,
                    kind);
            r.function(
                    "lcm",
                    kind,
                    RowKernel.of((in, row, out) ->
                            out.longs[row] = lcm(in.longAt(0, row), in.longAt(1, row), kind)),
                    kind,
                    kind);
        }
        r.function("pi", FLOAT8, RowKernel.of((in, row, out) -> out.doubles[row] = Math.PI));
        r.function(
                "random",
                FLOAT8,
                Volatility.VOLATILE,
                true,
                RowKernel.of((in, row, out) -> out.doubles[row] = in.context.random()));
        for (TypeKind kind : new TypeKind[] {INT4, INT8}) {
            r.function(
                    "random",
                    kind,
                    Volatility.VOLATILE,
                    true,
                    RowKernel.of((in, row, out) -> out.longs[row] = random(in, row)),
                    kind,
                    kind);
        }
        r.function(
                "setseed",
                VOID,
                Volatility.VOLATILE,
                true,
                RowKernel.of((in, row, out) -> {
                    double seed = in.doubleAt(0, row);
                    if (!(seed >= -1 && seed <= 1)) {
                        throw SqlException.of(
                                SqlState.INVALID_PARAMETER_VALUE,
                                "setseed parameter " + seed + " is out of allowed range [-1,1]");
                    }
                    in.context.setSeed(seed);
                    out.setBytes(row, out.bytes, 0, 0);
                }),
                FLOAT8);
    }

    private static long random(KernelInput in, int row) {
        long low = in.longAt(0, row);
        long high = in.longAt(1, row);
        if (low > high) {
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "lower bound must be less than or equal to upper bound");
        }
        double width = (double) high - low + 1;
        return Math.min(high, low + (long) (in.context.random() * width));
    }

    private static KernelFactory absolute(TypeKind kind) {
        return RowKernel.of(
                (in, row, out) -> out.longs[row] = checkedMagnitude(in.longAt(0, row), kind));
    }

    private static long checkedMagnitude(long value, TypeKind kind) {
        long magnitude = Math.abs(value);
        long max = kind == INT8 ? Long.MAX_VALUE : (1L << kind.typlen() * 8 - 1) - 1;
        if (magnitude < 0 || magnitude > max) {
            throw SqlException.outOfRange(kind.sqlName());
        }
        return magnitude;
    }

    private static long gcd(long x, long y) {
        long a = x;
        long b = y;
        while (b != 0) {
            long rest = b == -1 ? 0 : a % b;
            a = b;
            b = rest;
        }
        return a;
    }

    private static long lcm(long x, long y, TypeKind kind) {
        if (x == 0 || y == 0) {
            return 0;
        }
        long factor = x / gcd(x, y);
        long low = factor * y;
        if (Math.multiplyHigh(factor, y) != low >> 63) {
            throw SqlException.outOfRange(kind.sqlName());
        }
        return checkedMagnitude(low, kind);
    }

    /** A function that is defined everywhere. */
    private static KernelFactory unary(DoubleUnaryOperator function) {
        return RowKernel.of(
                (in, row, out) -> out.doubles[row] = function.applyAsDouble(in.doubleAt(0, row)));
    }

    /**
     * A function whose result may be too large or too small, which is an error unless the argument
     * is infinite.
     */
    private static KernelFactory checked(DoubleUnaryOperator function) {
        return RowKernel.of((in, row, out) -> {
            double x = in.doubleAt(0, row);
            double result = function.applyAsDouble(x);
            if (Double.isInfinite(result) && !Double.isInfinite(x)) {
                throw DoubleArithmetic.overflow();
            }
            out.doubles[row] = result;
        });
    }

    private static void rounding(FunctionRegistrar r) {
        r.function("round", FLOAT8, unary(Math::rint), FLOAT8);
        r.function("ceil", FLOAT8, unary(Math::ceil), FLOAT8);
        r.function("ceiling", FLOAT8, unary(Math::ceil), FLOAT8);
        r.function("floor", FLOAT8, unary(Math::floor), FLOAT8);
        r.function("trunc", FLOAT8, unary(x -> x < 0 ? Math.ceil(x) : Math.floor(x)), FLOAT8);
        r.function("sign", FLOAT8, unary(Math::signum), FLOAT8);
    }

    private static void exponentials(FunctionRegistrar r) {
        r.function("sqrt", FLOAT8, unary(MathFunctions::sqrt), FLOAT8);
        r.operator("|/", FLOAT8, unary(MathFunctions::sqrt), FLOAT8);
        r.function("cbrt", FLOAT8, unary(Math::cbrt), FLOAT8);
        r.operator("||/", FLOAT8, unary(Math::cbrt), FLOAT8);
        r.function("exp", FLOAT8, checked(MathFunctions::exp), FLOAT8);
        r.function("ln", FLOAT8, unary(x -> Math.log(checkedLogarithm(x))), FLOAT8);
        r.function("log", FLOAT8, unary(x -> Math.log10(checkedLogarithm(x))), FLOAT8);
        r.function("log10", FLOAT8, unary(x -> Math.log10(checkedLogarithm(x))), FLOAT8);
        for (String name : new String[] {"power", "pow"}) {
            r.function(
                    name,
                    FLOAT8,
                    RowKernel.of((in, row, out) ->
                            out.doubles[row] = power(in.doubleAt(0, row), in.doubleAt(1, row))),
                    FLOAT8,
                    FLOAT8);
        }
        r.operator(
                "^",
                FLOAT8,
                RowKernel.of((in, row, out) ->
                        out.doubles[row] = power(in.doubleAt(0, row), in.doubleAt(1, row))),
                FLOAT8,
                FLOAT8);
    }

    private static double sqrt(double x) {
        if (x < 0) {
            throw SqlException.of(
                    SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
                    "cannot take square root of a negative number");
        }
        return Math.sqrt(x);
    }

    private static double exp(double x) {
        double result = Math.exp(x);
        if (result == 0 && !Double.isInfinite(x)) {
            throw DoubleArithmetic.underflow();
        }
        return result;
    }

    private static double checkedLogarithm(double x) {
        if (x == 0) {
            throw SqlException.of(
                    SqlState.INVALID_ARGUMENT_FOR_LOG, "cannot take logarithm of zero");
        }
        if (x < 0) {
            throw SqlException.of(
                    SqlState.INVALID_ARGUMENT_FOR_LOG,
                    "cannot take logarithm of a negative number");
        }
        return x;
    }

    private static double power(double base, double exponent) {
        if (base == 0 && exponent < 0) {
            throw SqlException.of(
                    SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
                    "zero raised to a negative power is undefined");
        }
        if (base < 0
                && !Double.isInfinite(exponent)
                && Math.rint(exponent) != exponent
                && !Double.isNaN(exponent)) {
            throw SqlException.of(
                    SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
                    "a negative number raised to a non-integer power yields a complex result");
        }
        if (base == 1) {
            return 1;
        }
        double result = Math.pow(base, exponent);
        boolean finite = !Double.isInfinite(base) && !Double.isInfinite(exponent);
        if (finite && Double.isInfinite(result)) {
            throw DoubleArithmetic.overflow();
        }
        if (finite && result == 0 && base != 0) {
            throw DoubleArithmetic.underflow();
        }
        return result;
    }

    private static void angles(FunctionRegistrar r) {
        r.function("degrees", FLOAT8, checked(Math::toDegrees), FLOAT8);
        r.function("radians", FLOAT8, unary(Math::toRadians), FLOAT8);
        r.function("sin", FLOAT8, unary(x -> Math.sin(finite(x))), FLOAT8);
        r.function("cos", FLOAT8, unary(x -> Math.cos(finite(x))), FLOAT8);
        r.function("tan", FLOAT8, unary(x -> Math.tan(finite(x))), FLOAT8);
        r.function("asin", FLOAT8, unary(x -> Math.asin(unit(x))), FLOAT8);
        r.function("acos", FLOAT8, unary(x -> Math.acos(unit(x))), FLOAT8);
        r.function("atan", FLOAT8, unary(Math::atan), FLOAT8);
        r.function(
                "atan2",
                FLOAT8,
                RowKernel.of((in, row, out) ->
                        out.doubles[row] = Math.atan2(in.doubleAt(0, row), in.doubleAt(1, row))),
                FLOAT8,
                FLOAT8);
    }

    private static SqlException inputOutOfRange() {
        return SqlException.of(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "input is out of range");
    }

    private static double finite(double x) {
        if (Double.isInfinite(x)) {
            throw inputOutOfRange();
        }
        return x;
    }

    private static double unit(double x) {
        if (x < -1 || x > 1) {
            throw inputOutOfRange();
        }
        return x;
    }
}
