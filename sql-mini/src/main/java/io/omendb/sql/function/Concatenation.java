package io.omendb.sql.function;

import static io.omendb.sql.types.TypeKind.ANY;
import static io.omendb.sql.types.TypeKind.ANYELEMENT;
import static io.omendb.sql.types.TypeKind.ANYNONARRAY;
import static io.omendb.sql.types.TypeKind.BYTEA;
import static io.omendb.sql.types.TypeKind.TEXT;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.ByteArraySink;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeCodec;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What puts values of any type into strings: ||, concat, concat_ws, format, quote_literal. */
final class Concatenation {
    private Concatenation() {}

    static void register(FunctionRegistrar r) {
        r.operator("||", TEXT, RowKernel.of(Concatenation::join), TEXT, TEXT);
        r.operator("||", BYTEA, RowKernel.of(Concatenation::join), BYTEA, BYTEA);
        r.operator("||", TEXT, Volatility.STABLE, JoinAny::new, TEXT, ANYNONARRAY);
        r.operator("||", TEXT, Volatility.STABLE, JoinAny::new, ANYNONARRAY, TEXT);
        r.variadic("concat", TEXT, Volatility.STABLE, Concat::new, ANY);
        r.variadic("concat_ws", TEXT, Volatility.STABLE, ConcatWithSeparator::new, TEXT, ANY);
        r.function("format", TEXT, Volatility.STABLE, false, Format::new, TEXT);
        r.variadic("format", TEXT, Volatility.STABLE, Format::new, TEXT, ANY);
        r.function(
                "quote_literal",
                TEXT,
                RowKernel.of((in, row, out) ->
                        TextFunctions.put(out, row, quoteLiteral(in.textAt(0, row)))),
                TEXT);
        r.function(
                "quote_literal",
                TEXT,
                Volatility.STABLE,
                true,
                (types, result) -> new QuoteAny(types, false),
                ANYELEMENT);
        r.function(
                "quote_nullable",
                TEXT,
                Volatility.STABLE,
                false,
                (types, result) -> new QuoteAny(types, true),
                ANYELEMENT);
    }

    static String quoteLiteral(String text) {
        String quoted = "'" + text.replace("'", "''").replace("\\", "\\\\") + "'";
        return text.indexOf('\\') < 0 ? quoted : "E" + quoted;
    }

    private static void join(KernelInput in, int row, Vector out) {
        out.begin();
        out.put(in.bytesOf(0), in.startAt(0, row), in.lengthAt(0, row));
        out.put(in.bytesOf(1), in.startAt(1, row), in.lengthAt(1, row));
        out.end(row);
    }

    private static void append(KernelInput in, int argument, int row, SqlType type, Vector out) {
        TypeKind kind = type.kind();
        if (kind.isRegistered()) {
            byte[] name =
                    RegisteredNames.name(kind, in.longAt(argument, row), in.context)
                            .getBytes(StandardCharsets.UTF_8);
            out.put(name, 0, name.length);
        } else {
            TypeCodec.of(kind)
                    .formatText(
                            in.args[argument],
                            row & in.masks[argument],
                            type,
                            in.context.format(),
                            out);
        }
    }

    /** || with one side that is no string: as if it were cast to text. */
    private static final class JoinAny implements RowKernel {
        private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
        private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

        private final List<SqlType> types;

        JoinAny(List<SqlType> types, SqlType result) {
            this.types = types;
        }

        @Override
        public void apply(KernelInput in, int row, Vector out) {
            out.begin();
            for (int i = 0; i < 2; i++) {
                if (types.get(i).kind() == TypeKind.BOOL) {
                    byte[] word = in.longAt(i, row) != 0 ? TRUE : FALSE;
                    out.put(word, 0, word.length);
                } else {
                    append(in, i, row, types.get(i), out);
                }
            }
            out.end(row);
        }
    }

    /** concat: nulls count as nothing. */
    private static final class Concat implements RowKernel {
        private final List<SqlType> types;

        Concat(List<SqlType> types, SqlType result) {
            this.types = types;
        }

        @Override
        public void apply(KernelInput in, int row, Vector out) {
            out.begin();
            for (int i = 0; i < types.size(); i++) {
                if (!in.isNull(i, row)) {
                    append(in, i, row, types.get(i), out);
                }
            }
            out.end(row);
        }
    }

    /** concat_ws: nulls are left out together with their separator; a null separator gives null. */
    private static final class ConcatWithSeparator implements RowKernel {
        private final List<SqlType> types;

        ConcatWithSeparator(List<SqlType> types, SqlType result) {
            this.types = types;
        }

        @Override
        public void apply(KernelInput in, int row, Vector out) {
            if (in.isNull(0, row)) {
                out.setNull(row);
                return;
            }
            out.begin();
            boolean first = true;
            for (int i = 1; i < types.size(); i++) {
                if (in.isNull(i, row)) {
                    continue;
                }
                if (!first) {
                    out.put(in.bytesOf(0), in.startAt(0, row), in.lengthAt(0, row));
                }
                first = false;
                append(in, i, row, types.get(i), out);
            }
            out.end(row);
        }
    }

    /** quote_literal and quote_nullable of other types. */
    private static final class QuoteAny implements RowKernel {
        private final SqlType type;
        private final boolean nullable;

        QuoteAny(List<SqlType> types, boolean nullable) {
            this.type = types.get(0);
            this.nullable = nullable;
        }

        @Override
        public void apply(KernelInput in, int row, Vector out) {
            if (nullable && in.isNull(0, row)) {
                TextFunctions.put(out, row, "NULL");
                return;
            }
            String text =
                    TypeCodec.of(type.kind())
                            .text(in.args[0], row & in.masks[0], type, in.context.format());
            TextFunctions.put(out, row, quoteLiteral(text));
        }
    }

    /** format: %s, %I, %L and %%, with positions and widths. */
    private static final class Format implements Kernel {
        private final List<SqlType> types;
        private final ByteArraySink value = new ByteArraySink();

        Format(List<SqlType> types, SqlType result) {
            this.types = types;
        }

        @Override
        public void apply(KernelInput in, RowSet rows, Vector out) {
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                if (in.isNull(0, row)) {
                    out.setNull(row);
                } else {
                    TextFunctions.put(out, row, format(in, row));
                }
            }
        }

        private String format(KernelInput in, int row) {
            String pattern = in.textAt(0, row);
            StringBuilder result = new StringBuilder();
            int next = 1;
            int at = 0;
            while (at < pattern.length()) {
                char c = pattern.charAt(at++);
                if (c != '%') {
                    result.append(c);
                    continue;
                }
                if (at < pattern.length() && pattern.charAt(at) == '%') {
                    result.append('%');
                    at++;
                    continue;
                }
                int digits = at;
                while (digits < pattern.length() && Character.isDigit(pattern.charAt(digits))) {
                    digits++;
                }
                int argument = next;
                if (digits > at && digits < pattern.length() && pattern.charAt(digits) == '$') {
                    argument = Integer.parseInt(pattern, at, digits, 10);
                    at = digits + 1;
                }
                boolean left = at < pattern.length() && pattern.charAt(at) == '-';
                at += left ? 1 : 0;
                int width = 0;
                while (at < pattern.length() && Character.isDigit(pattern.charAt(at))) {
                    width = Math.min(width * 10 + pattern.charAt(at++) - '0', 1 << 24);
                }
                if (at == pattern.length()) {
                    throw SqlException.of(
                                    SqlState.INVALID_PARAMETER_VALUE,
                                    "unterminated format() type specifier")
                            .withHint("For a single \"%\" use \"%%\".");
                }
                String text = converted(in, row, argument, pattern.charAt(at++));
                String padding =
                        " ".repeat(Math.max(0, width - text.codePointCount(0, text.length())));
                result.append(left ? text + padding : padding + text);
                next = argument + 1;
            }
            return result.toString();
        }

        private String converted(KernelInput in, int row, int argument, char conversion) {
            if (conversion != 's' && conversion != 'I' && conversion != 'L') {
                throw SqlException.of(
                                SqlState.INVALID_PARAMETER_VALUE,
                                "unrecognized format() type specifier \"" + conversion + "\"")
                        .withHint("For a single \"%\" use \"%%\".");
            }
            if (argument < 1 || argument >= types.size()) {
                throw SqlException.of(
                        SqlState.INVALID_PARAMETER_VALUE, "too few arguments for format()");
            }
            if (in.isNull(argument, row)) {
                if (conversion == 'I') {
                    throw SqlException.of(
                            SqlState.NULL_VALUE_NOT_ALLOWED,
                            "null values cannot be formatted as an SQL identifier");
                }
                return conversion == 'L' ? "NULL" : "";
            }
            value.clear();
            SqlType type = types.get(argument);
            TypeCodec.of(type.kind())
                    .formatText(
                            in.args[argument],
                            row & in.masks[argument],
                            type,
                            in.context.format(),
                            value);
            String text = value.toString();
            return conversion == 's'
                    ? text
                    : conversion == 'I' ? Identifiers.quote(text) : quoteLiteral(text);
        }
    }
}
