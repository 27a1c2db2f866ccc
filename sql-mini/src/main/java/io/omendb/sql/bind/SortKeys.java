package io.omendb.sql.bind;

import io.omendb.sql.error.SqlState;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.plan.SortKey;
import io.omendb.sql.syntax.Expression.OperatorName;
import io.omendb.sql.syntax.SortItem;

/** The direction of an item of ORDER BY. */
final class SortKeys {
    private SortKeys() {}

    static SortKey key(BoundExpression expression, SortItem item) {
        boolean descending =
                switch (item.direction()) {
                    case DEFAULT, ASCENDING -> false;
                    case DESCENDING -> true;
                    case USING -> usesGreater(item);
                };
        boolean nullsFirst =
                switch (item.nulls()) {
                    case DEFAULT -> descending;
                    case FIRST -> true;
                    case LAST -> false;
                };
        return new SortKey(expression, descending, nullsFirst);
    }

    private static boolean usesGreater(SortItem item) {
        OperatorName operator = item.usingOperator();
        String symbol = operator == null ? "" : operator.symbol();
        if (!symbol.equals("<") && !symbol.equals(">")) {
            throw BindContext.error(
                            SqlState.WRONG_OBJECT_TYPE,
                            "operator " + symbol + " is not a valid ordering operator",
                            item.expression().position())
                    .withHint(
                            "Ordering operators must be \"<\" or \">\" members of btree operator families.");
        }
        return symbol.equals(">");
    }
}
