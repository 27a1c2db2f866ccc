package io.omendb.sql.bind;

import io.omendb.sql.catalog.ColumnDefinition;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.Constant;
import io.omendb.sql.function.CastContext;
import io.omendb.sql.plan.Plan;
import io.omendb.sql.syntax.Expression;
import io.omendb.sql.syntax.Parser;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Datum;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds the defaults of columns. */
final class DefaultBinder {
    /** The clause as errors name it. */
    static final String CLAUSE = "DEFAULT expressions";

    private final BindContext context;

    DefaultBinder(BindContext context) {
        this.context = context;
    }

    /** Returns the default of a column, of its type; NULL when it has none. */
    BoundExpression of(ColumnDefinition column) {
        Integer sequence = column.sequenceOid();
        if (sequence != null) {
            Constant oid =
                    new Constant(
                            SqlType.of(TypeKind.REGCLASS),
                            Datum.ofLong(Integer.toUnsignedLong(sequence)));
            BoundExpression next = context.factory().call("nextval", List.of(oid));
            return context.factory().assign(next, column.type(), column.name());
        }
        String text = column.defaultText();
        if (text == null) {
            return new Constant(column.type(), Datum.NULL);
        }
        return bind(Parser.parseExpression(text), column.type(), column.name());
    }

    /** Binds a default as it is written, for the column it is given to. */
    BoundExpression bind(Expression expression, SqlType type, String column) {
        ExpressionBinder expressions =
                new ExpressionBinder(context, Scope.empty(null), null, CLAUSE, null, null);
        int plans = context.initPlans().size();
        BoundExpression value = expressions.bind(expression);
        if (context.initPlans().size() > plans) {
            throw BindContext.error(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "cannot use subquery in DEFAULT expression",
                    context.positionOf(value, expression.position()));
        }
        if (!context.registry().canCoerce(value.type(), type, CastContext.ASSIGNMENT)) {
            throw SqlException.of(
                            SqlState.DATATYPE_MISMATCH,
                            "column \""
                                    + column
                                    + "\" is of type "
                                    + type.kind().sqlName()
                                    + " but default expression is of type "
                                    + value.type().kind().sqlName())
                    .withHint("You will need to rewrite or cast the expression.");
        }
        return BindContext.at(
                context.positionOf(value, expression.position()),
                () -> context.factory().assign(value, type, column));
    }

    /** Returns a row of all columns: the values given, defaults elsewhere. */
    List<BoundExpression> complete(TableDefinition table, @Nullable BoundExpression[] given) {
        List<BoundExpression> row = new ArrayList<>(given.length);
        for (int i = 0; i < given.length; i++) {
            BoundExpression value = given[i];
            row.add(value != null ? value : of(table.columns().get(i)));
        }
        return row;
    }

    /**
     * Returns a projection to all columns of a table: the values of the targets over the input,
     * defaults elsewhere.
     */
    Plan fill(TableDefinition table, Plan input, int[] targets, List<BoundExpression> values) {
        @Nullable BoundExpression[] full = new @Nullable BoundExpression[table.columns().size()];
        for (int i = 0; i < targets.length; i++) {
            full[targets[i]] = values.get(i);
        }
        return new Plan.Project(input, complete(table, full));
    }
}
