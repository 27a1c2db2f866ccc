package io.omendb.sql.expr;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.expr.BoundExpression.Call;
import io.omendb.sql.expr.BoundExpression.Cast;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.expr.BoundExpression.Conjunction;
import io.omendb.sql.expr.BoundExpression.Constant;
import io.omendb.sql.expr.BoundExpression.InList;
import io.omendb.sql.expr.BoundExpression.OuterReference;
import io.omendb.sql.expr.BoundExpression.ParameterReference;
import io.omendb.sql.expr.BoundExpression.SubqueryReference;
import io.omendb.sql.function.Volatility;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Datum;
import io.omendb.sql.vector.RowSet;
import java.util.ArrayList;
import java.util.List;

/** Replaces what does not depend on rows, parameters or the session by its value. */
public final class ConstantFolding {
    private static final Batch NO_COLUMNS = Batch.of(List.of(), 1);

    private final FoldingContext context;

    public ConstantFolding(SessionFormat format) {
        context = new FoldingContext(format);
    }

    /**
     * The folded expression, of the same type. Where a value cannot be worked out, the error is
     * left to the rows.
     */
    public BoundExpression fold(BoundExpression expression) {
        BoundExpression folded = ExpressionTree.mapChildren(expression, this::fold);
        if (folded instanceof Conjunction conjunction) {
            return foldConjunction(conjunction);
        }
        if (isNull(folded)) {
            return new Constant(folded.type(), Datum.NULL);
        }
        return isFoldable(folded) ? evaluate(folded) : folded;
    }

    /**
     * Whether a null among the operands makes the result null, whatever the others are or would
     * raise.
     */
    private static boolean isNull(BoundExpression expression) {
        return switch (expression) {
            case Call call
                    when call.definition().strict()
                            && call.definition().volatility() != Volatility.VOLATILE ->
                    call.arguments().stream().anyMatch(ConstantFolding::isNullConstant);
            case InList in -> isNullConstant(in.argument()) && !in.items().isEmpty();
            default -> false;
        };
    }

    private static boolean isNullConstant(BoundExpression expression) {
        return expression instanceof Constant constant && constant.value().isNull();
    }

    private static boolean isFoldable(BoundExpression expression) {
        boolean pure =
                switch (expression) {
                    case Constant c -> false;
                    case ColumnReference c -> false;
                    case ParameterReference p -> false;
                    case SubqueryReference s -> false;
                    case OuterReference o -> false;
                    case Call c -> c.definition().volatility() == Volatility.IMMUTABLE;
                    case Cast c -> c.definition().volatility() == Volatility.IMMUTABLE;
                    default -> true;
                };
        if (!pure) {
            return false;
        }
        for (BoundExpression child : ExpressionTree.children(expression)) {
            if (!(child instanceof Constant)) {
                return false;
            }
        }
        return true;
    }

    private BoundExpression evaluate(BoundExpression expression) {
        try {
            Evaluator evaluator = ExpressionCompiler.compile(expression, 1, context);
            return new Constant(
                    expression.type(),
                    Datum.of(evaluator.evaluate(NO_COLUMNS, NO_COLUMNS, RowSet.all(1)), 0));
        } catch (SqlException e) {
            // The error belongs to the rows that reach the expression; there may be none.
            return expression;
        }
    }

    private static BoundExpression foldConjunction(Conjunction conjunction) {
        List<BoundExpression> open = new ArrayList<>();
        for (BoundExpression argument : conjunction.arguments()) {
            if (argument instanceof Constant constant && !constant.value().isNull()) {
                if (constant.value().booleanValue() != conjunction.isAnd()) {
                    return constant;
                }
            } else {
                open.add(argument);
            }
        }
        if (open.isEmpty()) {
            return new Constant(SqlType.BOOL, Datum.ofBoolean(conjunction.isAnd()));
        }
        return open.size() == 1 ? open.get(0) : new Conjunction(conjunction.isAnd(), open);
    }
}
