package io.omendb.sql.expr;

import io.omendb.sql.expr.BoundExpression.Branch;
import io.omendb.sql.expr.BoundExpression.Call;
import io.omendb.sql.expr.BoundExpression.CaseWhen;
import io.omendb.sql.expr.BoundExpression.Cast;
import io.omendb.sql.expr.BoundExpression.Coalesce;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.expr.BoundExpression.Conjunction;
import io.omendb.sql.expr.BoundExpression.Constant;
import io.omendb.sql.expr.BoundExpression.InList;
import io.omendb.sql.expr.BoundExpression.IsBoolean;
import io.omendb.sql.expr.BoundExpression.IsDistinctFrom;
import io.omendb.sql.expr.BoundExpression.IsNull;
import io.omendb.sql.expr.BoundExpression.MinMax;
import io.omendb.sql.expr.BoundExpression.Not;
import io.omendb.sql.expr.BoundExpression.NullIf;
import io.omendb.sql.expr.BoundExpression.OuterReference;
import io.omendb.sql.expr.BoundExpression.OuterValue;
import io.omendb.sql.expr.BoundExpression.ParameterReference;
import io.omendb.sql.expr.BoundExpression.SubqueryReference;
import io.omendb.sql.expr.BoundExpression.SubqueryRun;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Walks over bound expressions. */
public final class ExpressionTree {
    private ExpressionTree() {}

    /** The expression with each direct child replaced by what the function makes of it. */
    public static BoundExpression mapChildren(
            BoundExpression expression, UnaryOperator<BoundExpression> map) {
        return switch (expression) {
            case Constant e -> e;
            case ColumnReference e -> e;
            case ParameterReference e -> e;
            case Call e -> new Call(e.definition(), mapAll(e.arguments(), map), e.type());
            case Cast e ->
                    new Cast(map.apply(e.argument()), e.definition(), e.type(), e.explicit());
            case Conjunction e -> new Conjunction(e.isAnd(), mapAll(e.arguments(), map));
            case Not e -> new Not(map.apply(e.argument()));
            case IsNull e -> new IsNull(map.apply(e.argument()), e.negated());
            case IsBoolean e -> new IsBoolean(map.apply(e.argument()), e.value(), e.negated());
            case IsDistinctFrom e ->
                    new IsDistinctFrom(map.apply(e.left()), map.apply(e.right()), e.negated());
            case CaseWhen e -> {
                List<Branch> branches = new ArrayList<>();
                for (Branch branch : e.branches()) {
                    branches.add(
                            new Branch(map.apply(branch.condition()), map.apply(branch.result())));
                }
                BoundExpression otherwise = e.otherwise();
                yield new CaseWhen(
                        branches, otherwise == null ? null : map.apply(otherwise), e.type());
            }
            case Coalesce e -> new Coalesce(mapAll(e.arguments(), map), e.type());
            case NullIf e -> new NullIf(map.apply(e.left()), map.apply(e.equality()));
            case MinMax e -> new MinMax(e.greatest(), mapAll(e.arguments(), map), e.type());
            case InList e ->
                    new InList(map.apply(e.argument()), mapAll(e.items(), map), e.negated());
            case OuterReference e -> e;
            case SubqueryReference e -> mapSubquery(e, map);
        };
    }

    private static SubqueryReference mapSubquery(
            SubqueryReference reference, UnaryOperator<BoundExpression> map) {
        BoundExpression argument = reference.argument();
        SubqueryRun run = reference.run();
        List<OuterValue> values = new ArrayList<>();
        for (OuterValue value : run.values()) {
            values.add(new OuterValue(value.slot(), map.apply(value.value())));
        }
        return new SubqueryReference(
                reference.initPlanIndex(),
                reference.kind(),
                argument == null ? null : map.apply(argument),
                reference.operator(),
                reference.type(),
                new SubqueryRun(run.perRow(), run.readsBeyond(), values));
    }

    private static List<BoundExpression> mapAll(
            List<BoundExpression> list, UnaryOperator<BoundExpression> map) {
        List<BoundExpression> mapped = new ArrayList<>(list.size());
        for (BoundExpression expression : list) {
            mapped.add(map.apply(expression));
        }
        return mapped;
    }

    /** The direct children. */
    public static List<BoundExpression> children(BoundExpression expression) {
        List<BoundExpression> children = new ArrayList<>();
        mapChildren(
                expression,
                child -> {
                    children.add(child);
                    return child;
                });
        return children;
    }
}
