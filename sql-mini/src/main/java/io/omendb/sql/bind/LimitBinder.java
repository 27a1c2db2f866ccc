package io.omendb.sql.bind;

import io.omendb.sql.error.SqlState;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.function.CastContext;
import io.omendb.sql.plan.Expressions;
import io.omendb.sql.plan.Plan;
import io.omendb.sql.syntax.Expression;
import io.omendb.sql.syntax.Query.LimitClause;
import io.omendb.sql.types.SqlType;
import org.jspecify.annotations.Nullable;

/** Binds LIMIT and OFFSET. */
final class LimitBinder {
    private final BindContext context;
    private final Scope visible;
    private final @Nullable CommonTables commonTables;

    /**
     * @param visible the names that a count could see, were it to depend on the row
     */
    LimitBinder(BindContext context, Scope visible, @Nullable CommonTables commonTables) {
        this.context = context;
        this.visible = visible;
        this.commonTables = commonTables;
    }

    Plan limit(Plan plan, @Nullable LimitClause clause) {
        if (clause == null) {
            return plan;
        }
        if (clause.withTies()) {
            throw BindContext.notSupported("WITH TIES", clause.position());
        }
        BoundExpression limit = count(clause.limit(), "LIMIT");
        BoundExpression offset = count(clause.offset(), "OFFSET");
        return limit == null && offset == null ? plan : new Plan.Limit(plan, limit, offset);
    }

    private @Nullable BoundExpression count(@Nullable Expression syntax, String what) {
        if (syntax == null) {
            return null;
        }
        ExpressionBinder expressions =
                new ExpressionBinder(context, visible, commonTables, what, null, null);
        BoundExpression value = expressions.bind(syntax);
        int position = context.positionOf(value, syntax.position());
        if (SubqueryBinder.outerReference(value) != null) {
            throw SubqueryBinder.correlated(position);
        }
        if (Expressions.hasColumns(value)) {
            throw BindContext.error(
                    SqlState.INVALID_COLUMN_REFERENCE,
                    "argument of " + what + " must not contain variables",
                    position);
        }
        return toInt8(context, value, what, position);
    }

    /** Converts a count of rows, {@code what} naming its clause in errors. */
    static BoundExpression toInt8(
            BindContext context, BoundExpression value, String what, int position) {
        if (!context.registry().canCoerce(value.type(), SqlType.INT8, CastContext.ASSIGNMENT)) {
            throw BindContext.error(
                    SqlState.DATATYPE_MISMATCH,
                    "argument of "
                            + what
                            + " must be type bigint, not type "
                            + value.type().kind().sqlName(),
                    position);
        }
        if (context.registry().canCoerce(value.type(), SqlType.INT8, CastContext.IMPLICIT)) {
            return context.coerce(value, SqlType.INT8, position);
        }
        return BindContext.at(
                position,
                () -> context.factory().cast(value, SqlType.INT8, CastContext.ASSIGNMENT));
    }
}
