package io.omendb.sql.function;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.function.LongArithmetic.Operation;
import io.omendb.sql.types.NumericFormat;
import io.omendb.sql.types.NumericScale;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;

/** Arithmetic operators of the number types, and bit operators of the integers. */
final class NumberOperators {
    private static final TypeKind[] INTEGERS = {TypeKind.INT2, TypeKind.INT4, TypeKind.INT8};
    private static final TypeKind[] FLOATS = {TypeKind.FLOAT4, TypeKind.FLOAT8};
    private static final String[] SYMBOLS = {"+", "-", "*", "/"};
    private static final Operation[] OPERATIONS = {
        Operation.ADD, Operation.SUBTRACT, Operation.MULTIPLY, Operation.DIVIDE
    };

    private NumberOperators() {}

    static void register(FunctionRegistrar r) {
        for (int i = 0; i < SYMBOLS.length; i++) {
            for (TypeKind left : INTEGERS) {
                for (TypeKind right : INTEGERS) {
                    TypeKind result = left.compareTo(right) == 0 ? left : wider(left, right);
                    r.operator(
                            SYMBOLS[i], result, LongArithmetic.factory(OPERATIONS[i]), left, right);
                }
            }
            for (TypeKind left : FLOATS) {
                for (TypeKind right : FLOATS) {
                    TypeKind result = left == right ? left : TypeKind.FLOAT8;
                    r.operator(
                            SYMBOLS[i],
                            result,
                            DoubleArithmetic.factory(OPERATIONS[i]),
                            left,
                            right);
                }
            }
            r.operator(
                    SYMBOLS[i],
                    TypeKind.NUMERIC,
                    NumericArithmetic.factory(OPERATIONS[i]),
                    TypeKind.NUMERIC,
                    TypeKind.NUMERIC);
        }
        for (TypeKind kind : INTEGERS) {
            r.operator("%", kind, LongArithmetic.factory(Operation.MODULO), kind, kind);
            r.function("mod", kind, LongArithmetic.factory(Operation.MODULO), kind, kind);
            r.operator("-", kind, (types, result) -> new Negation(result.kind()), kind);
            r.operator("+", kind, (types, result) -> CastKernels.copy(result, result, false), kind);
            bits(r, kind);
        }
        for (TypeKind kind : FLOATS) {
            r.operator("-", kind, (types, result) -> NumberOperators::negateDouble, kind);
            r.operator("+", kind, (types, result) -> CastKernels.copy(result, result, false), kind);
        }
        TypeKind numeric = TypeKind.NUMERIC;
        r.operator("%", numeric, NumericArithmetic.factory(Operation.MODULO), numeric, numeric);
        r.function("mod", numeric, NumericArithmetic.factory(Operation.MODULO), numeric, numeric);
        r.operator("-", numeric, (types, result) -> NumberOperators::negateNumeric, numeric);
        r.operator(
                "+",
                numeric,
                (types, result) -> CastKernels.numericScale(result, result, false),
                numeric);
    }

    private static TypeKind wider(TypeKind left, TypeKind right) {
        return left.typlen() > right.typlen() ? left : right;
    }

    private static void bits(FunctionRegistrar r, TypeKind kind) {
        r.operator("&", kind, binary((x, y) -> x & y), kind, kind);
        r.operator("|", kind, binary((x, y) -> x | y), kind, kind);
        r.operator("#", kind, binary((x, y) -> x ^ y), kind, kind);
        r.operator("~", kind, (types, result) -> NumberOperators::complement, kind);
        int bits = kind.typlen() * 8;
        r.operator(
                "<<",
                kind,
                binary((x, y) -> signExtended(x << (y & bits - 1), bits)),
                kind,
                TypeKind.INT4);
        r.operator(">>", kind, binary((x, y) -> x >> (y & bits - 1)), kind, TypeKind.INT4);
    }

    private static long signExtended(long value, int bits) {
        return value << 64 - bits >> 64 - bits;
    }

    /** A function of two longs that cannot fail. */
    @FunctionalInterface
    private interface LongBinary {
        long apply(long x, long y);
    }

    private static KernelFactory binary(LongBinary function) {
        Kernel kernel =
                (in, rows, out) -> {
                    for (int i = 0; i < rows.count; i++) {
                        int row = rows.row(i);
                        out.longs[row] = function.apply(in.longAt(0, row), in.longAt(1, row));
                    }
                };
        return (types, result) -> kernel;
    }

    private static void complement(KernelInput in, RowSet rows, Vector out) {
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            out.longs[row] = ~in.longAt(0, row);
        }
    }

    private static void negateDouble(KernelInput in, RowSet rows, Vector out) {
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            out.doubles[row] = -in.doubleAt(0, row);
        }
    }

    static void negateNumeric(KernelInput in, RowSet rows, Vector out) {
        byte[] a = in.bytesOf(0);
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            int offset = in.startAt(0, row);
            int length = in.lengthAt(0, row);
            if (NumericFormat.isNaN(a, offset)) {
                NumericScale.setNaN(out, row);
            } else if (!NumericFormat.isFinite(a, offset)) {
                NumericScale.setInfinity(
                        NumericFormat.isPositiveInfinity(a, offset), SqlType.NUMERIC, out, row);
            } else if (NumericFormat.isLong(a, offset, length)
                    && NumericFormat.unscaledLong(a, offset, length) != Long.MIN_VALUE) {
                long negated = -NumericFormat.unscaledLong(a, offset, length);
                NumericScale.setLong(
                        negated, NumericFormat.scale(a, offset), SqlType.NUMERIC, out, row);
            } else {
                NumericScale.setDecimal(
                        NumericFormat.decimal(a, offset, length).negate(),
                        SqlType.NUMERIC,
                        out,
                        row);
            }
        }
    }

    /** Unary minus of integers. */
    private static final class Negation implements Kernel {
        private final TypeKind kind;
        private final long min;

        Negation(TypeKind kind) {
            this.kind = kind;
            this.min = kind == TypeKind.INT8 ? Long.MIN_VALUE : -(1L << kind.typlen() * 8 - 1);
        }

        @Override
        public void apply(KernelInput in, RowSet rows, Vector out) {
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                long value = in.longAt(0, row);
                if (value == min) {
                    throw SqlException.outOfRange(kind.sqlName());
                }
                out.longs[row] = -value;
            }
        }
    }
}
