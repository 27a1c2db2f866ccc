package io.omendb.sql.expr;

import io.omendb.sql.function.CastDefinition;
import io.omendb.sql.function.FunctionDefinition;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Datum;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expression whose names and types are resolved; arguments have exactly the types that the
 * functions take.
 */
public sealed interface BoundExpression {
    SqlType type();

    /** A value known when the statement is bound. */
    record Constant(SqlType type, Datum value) implements BoundExpression {}

    /** A column of the input batch. */
    record ColumnReference(int index, SqlType type) implements BoundExpression {}

    /** Parameter {@code $(index + 1)}. */
    record ParameterReference(int index, SqlType type) implements BoundExpression {}

    record Call(FunctionDefinition definition, List<BoundExpression> arguments, SqlType type)
            implements BoundExpression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * @param explicit whether strings that are too long are cut (explicit casts) or refused
     */
    record Cast(BoundExpression argument, CastDefinition definition, SqlType type, boolean explicit)
            implements BoundExpression {}

    /**
     * AND or OR of two or more; later arguments are evaluated only where the earlier ones do not
     * decide.
     */
    record Conjunction(boolean isAnd, List<BoundExpression> arguments) implements BoundExpression {
        public Conjunction {
            arguments = List.copyOf(arguments);
        }

        @Override
        public SqlType type() {
            return SqlType.BOOL;
        }
    }

    record Not(BoundExpression argument) implements BoundExpression {
        @Override
        public SqlType type() {
            return SqlType.BOOL;
        }
    }

    /** IS [NOT] NULL. */
    record IsNull(BoundExpression argument, boolean negated) implements BoundExpression {
        @Override
        public SqlType type() {
            return SqlType.BOOL;
        }
    }

    /** IS [NOT] TRUE, FALSE or (value null) UNKNOWN. */
    record IsBoolean(BoundExpression argument, @Nullable Boolean value, boolean negated)
            implements BoundExpression {
        @Override
        public SqlType type() {
            return SqlType.BOOL;
        }
    }

    /** IS [NOT] DISTINCT FROM, the equality being that of the common type. */
    record IsDistinctFrom(BoundExpression left, BoundExpression right, boolean negated)
            implements BoundExpression {
        @Override
        public SqlType type() {
            return SqlType.BOOL;
        }
    }

    /** WHEN condition THEN result. */
    record Branch(BoundExpression condition, BoundExpression result) {}

    /** CASE; the simple form is bound to comparisons. A missing ELSE is null. */
    record CaseWhen(List<Branch> branches, @Nullable BoundExpression otherwise, SqlType type)
            implements BoundExpression {
        public CaseWhen {
            branches = List.copyOf(branches);
        }
    }

    record Coalesce(List<BoundExpression> arguments, SqlType type) implements BoundExpression {
        public Coalesce {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * NULLIF: null where {@code equality}, the comparison of the two as one call, is true, else
     * {@code left}.
     */
    record NullIf(BoundExpression left, BoundExpression equality) implements BoundExpression {
        @Override
        public SqlType type() {
            return left.type();
        }
    }

    /** GREATEST or LEAST. */
    record MinMax(boolean greatest, List<BoundExpression> arguments, SqlType type)
            implements BoundExpression {
        public MinMax {
            arguments = List.copyOf(arguments);
        }
    }

    /** [NOT] IN a list of expressions of the same type as the argument. */
    record InList(BoundExpression argument, List<BoundExpression> items, boolean negated)
            implements BoundExpression {
        public InList {
            items = List.copyOf(items);
        }

        @Override
        public SqlType type() {
            return SqlType.BOOL;
        }
    }

    /** What is asked of a subquery. */
    enum SubqueryKind {
        SCALAR,
        EXISTS,
        ARRAY,
        ARRAY_OF_ARRAYS,
        IN,
        ANY,
        ALL
    }

    /**
     * A value of the row around a subquery that runs for each such row, set before it runs.
     *
     * @param slot its number within the statement
     */
    record OuterReference(int slot, SqlType type) implements BoundExpression {}

    /** What a subquery that runs for each row reads of it, over the input of the expression. */
    record OuterValue(int slot, BoundExpression value) {}

    /**
     * When a subquery runs.
     *
     * @param perRow whether for each row anew; else once, before the expression is evaluated
     * @param readsBeyond whether it reads rows around the query of which the expression is a part
     * @param values what it reads of the row
     */
    record SubqueryRun(boolean perRow, boolean readsBeyond, List<OuterValue> values) {
        public static final SubqueryRun ONCE = new SubqueryRun(false, false, List.of());

        public SubqueryRun {
            values = List.copyOf(values);
        }
    }

    /**
     * A subquery: its rows as a value, or what is asked of them.
     *
     * @param argument the left side of IN, ANY and ALL, of the same type as the subquery's column
     * @param operator the comparison of ANY and ALL: a function of two arguments of that type
     */
    record SubqueryReference(
            int initPlanIndex,
            SubqueryKind kind,
            @Nullable BoundExpression argument,
            @Nullable FunctionDefinition operator,
            SqlType type,
            SubqueryRun run)
            implements BoundExpression {}
}
