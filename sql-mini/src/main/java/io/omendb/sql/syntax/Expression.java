package io.omendb.sql.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expression as written, before names and types are resolved.
 *
 * <p>{@link #position()} is the 1-based character of the statement text at which PostgreSQL would
 * point when this node is wrong: the operator of a binary expression, the name of a call, the start
 * of a literal.
 */
public sealed interface Expression {

    /** Returns the 1-based character position in the statement text. */
    int position();

    /** What a literal is. */
    enum LiteralKind {
        NULL,
        TRUE,
        FALSE,
        /**
         * Digits (decimal, or with a radix prefix) without point or exponent; underscores removed.
         */
        INTEGER,
        /** With point or exponent. */
        NUMERIC,
        STRING,
        /** B'...' or X'...'; the text starts with b or x. */
        BITS
    }

    /** A literal; {@code text} holds the value of strings and numbers, empty for the others. */
    record Literal(LiteralKind kind, String text, int position) implements Expression {}

    /** A possibly qualified name: column, table.column, schema.table.column. */
    record ColumnName(List<String> parts, int position) implements Expression {
        public ColumnName {
            parts = List.copyOf(parts);
        }
    }

    /**
     * {@code *} or {@code t.*} in a select list, in RETURNING or as the argument of a row
     * constructor.
     */
    record Star(List<String> qualifier, int position) implements Expression {
        public Star {
            qualifier = List.copyOf(qualifier);
        }
    }

    /** {@code $n}, 1-based. */
    record Parameter(int number, int position) implements Expression {}

    /** {@code DEFAULT} as a value of INSERT or UPDATE. */
    record DefaultValue(int position) implements Expression {}

    /** {@code CAST(x AS t)}, {@code x::t} or {@code t 'literal'}. */
    record Cast(Expression argument, TypeName type, int position) implements Expression {}

    /** An operator's name; schema only from {@code OPERATOR(schema.op)}. */
    record OperatorName(@Nullable String schema, String symbol) {}

    /** A prefix operator. */
    record Unary(OperatorName operator, Expression argument, int position) implements Expression {}

    /** An infix operator, comparisons included. */
    record Binary(OperatorName operator, Expression left, Expression right, int position)
            implements Expression {}

    /** AND of two or more operands. */
    record And(List<Expression> arguments, int position) implements Expression {
        public And {
            arguments = List.copyOf(arguments);
        }
    }

    /** OR of two or more operands. */
    record Or(List<Expression> arguments, int position) implements Expression {
        public Or {
            arguments = List.copyOf(arguments);
        }
    }

    /** NOT. */
    record Not(Expression argument, int position) implements Expression {}

    /** IS [NOT] NULL, ISNULL, NOTNULL. */
    record IsNull(Expression argument, boolean negated, int position) implements Expression {}

    /** What IS TRUE, IS FALSE and IS UNKNOWN ask for. */
    enum Truth {
        TRUE,
        FALSE,
        UNKNOWN
    }

    /** IS [NOT] TRUE, FALSE, UNKNOWN. */
    record IsBoolean(Expression argument, Truth truth, boolean negated, int position)
            implements Expression {}

    /** IS [NOT] DISTINCT FROM. */
    record IsDistinctFrom(Expression left, Expression right, boolean negated, int position)
            implements Expression {}

    /** [NOT] BETWEEN [SYMMETRIC]. */
    record Between(
            Expression argument,
            Expression low,
            Expression high,
            boolean symmetric,
            boolean negated,
            int position)
            implements Expression {}

    /** [NOT] IN (expressions). */
    record InList(Expression argument, List<Expression> items, boolean negated, int position)
            implements Expression {
        public InList {
            items = List.copyOf(items);
        }
    }

    /** [NOT] IN (query). */
    record InQuery(Expression argument, Query query, boolean negated, int position)
            implements Expression {}

    /** Which pattern language. */
    enum PatternKind {
        LIKE,
        ILIKE,
        SIMILAR
    }

    /** [NOT] LIKE, ILIKE, SIMILAR TO with an optional ESCAPE. */
    record PatternMatch(
            PatternKind kind,
            Expression argument,
            Expression pattern,
            @Nullable Expression escape,
            boolean negated,
            int position)
            implements Expression {}

    /** {@code x op ANY|ALL (array)}. */
    record QuantifiedArray(
            Expression argument, OperatorName operator, boolean all, Expression array, int position)
            implements Expression {}

    /** {@code x op ANY|ALL (query)}. */
    record QuantifiedQuery(
            Expression argument, OperatorName operator, boolean all, Query query, int position)
            implements Expression {}

    /** EXISTS (query). */
    record Exists(Query query, int position) implements Expression {}

    /** A query in parentheses used as a value. */
    record ScalarQuery(Query query, int position) implements Expression {}

    /** ARRAY(query). */
    record ArrayQuery(Query query, int position) implements Expression {}

    /** ARRAY[...]. */
    record ArrayConstructor(List<Expression> elements, int position) implements Expression {
        public ArrayConstructor {
            elements = List.copyOf(elements);
        }
    }

    /** ROW(...) or (a, b, ...). */
    record RowConstructor(List<Expression> elements, int position) implements Expression {
        public RowConstructor {
            elements = List.copyOf(elements);
        }
    }

    /** {@code a[i]} or {@code a[i:j]}; for a slice either bound may be missing. */
    record Subscript(
            Expression argument,
            @Nullable Expression lower,
            @Nullable Expression upper,
            boolean slice,
            int position)
            implements Expression {}

    /** {@code (composite).field}; field {@code *} stands for all. */
    record FieldSelection(Expression argument, String field, int position) implements Expression {}

    /** One WHEN of a CASE. */
    record WhenClause(Expression condition, Expression result) {}

    /** CASE; with an operand each condition is compared with it. */
    record Case(
            @Nullable Expression operand,
            List<WhenClause> branches,
            @Nullable Expression otherwise,
            int position)
            implements Expression {
        public Case {
            branches = List.copyOf(branches);
        }
    }

    /** COALESCE. */
    record Coalesce(List<Expression> arguments, int position) implements Expression {
        public Coalesce {
            arguments = List.copyOf(arguments);
        }
    }

    /** NULLIF. */
    record NullIf(Expression left, Expression right, int position) implements Expression {}

    /** GREATEST or LEAST. */
    record MinMax(boolean greatest, List<Expression> arguments, int position)
            implements Expression {
        public MinMax {
            arguments = List.copyOf(arguments);
        }
    }

    /** COLLATE. */
    record Collate(Expression argument, List<String> collation, int position)
            implements Expression {
        public Collate {
            collation = List.copyOf(collation);
        }
    }

    /** {@code name => value} in a call. */
    record NamedArgument(String name, Expression value, int position) implements Expression {}

    /**
     * A call with everything that may follow it. The forms with their own syntax (EXTRACT, TRIM, AT
     * TIME ZONE, ...) come here as calls of the functions that they stand for, with schema
     * pg_catalog.
     */
    record FunctionCall(
            List<String> name,
            List<Expression> arguments,
            CallModifiers modifiers,
            @Nullable WindowSpecification over,
            int position)
            implements Expression {
        public FunctionCall {
            name = List.copyOf(name);
            arguments = List.copyOf(arguments);
        }
    }

    /** {@code f(*)}, DISTINCT, VARIADIC, ORDER BY, WITHIN GROUP, FILTER of a call. */
    record CallModifiers(
            boolean star,
            boolean distinct,
            boolean variadic,
            boolean withinGroup,
            List<SortItem> orderBy,
            @Nullable Expression filter) {
        /** A call without any of them. */
        public static final CallModifiers NONE =
                new CallModifiers(false, false, false, false, List.of(), null);

        public CallModifiers {
            orderBy = List.copyOf(orderBy);
        }
    }

    /** The functions that are written without parentheses. */
    enum SpecialValue {
        CURRENT_DATE,
        CURRENT_TIME,
        CURRENT_TIMESTAMP,
        LOCALTIME,
        LOCALTIMESTAMP,
        CURRENT_ROLE,
        CURRENT_USER,
        SESSION_USER,
        USER,
        CURRENT_CATALOG,
        CURRENT_SCHEMA
    }

    /** One of those functions; precision is -1 when not given. */
    record SpecialFunction(SpecialValue value, int precision, int position) implements Expression {}

    /** GROUPING(...). */
    record Grouping(List<Expression> arguments, int position) implements Expression {
        public Grouping {
            arguments = List.copyOf(arguments);
        }
    }
}
