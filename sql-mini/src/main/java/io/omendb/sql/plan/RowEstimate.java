package io.omendb.sql.plan;

import io.omendb.sql.catalog.CatalogView;
import io.omendb.sql.catalog.IndexDefinition;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.Call;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.expr.BoundExpression.Constant;
import java.util.HashSet;
import java.util.Set;

/**
 * How many rows a plan may give: from the tables' sizes and fixed selectivities where nothing is
 * known.
 */
public final class RowEstimate {
    private static final double EQUALITY = 0.005;
    private static final double RANGE = 1.0 / 3;
    private static final double OTHER = 0.25;
    private static final double GROUPS = 0.1;

    private final CatalogView catalog;

    /** Makes an estimator over a catalog's table sizes. */
    public RowEstimate(CatalogView catalog) {
        this.catalog = catalog;
    }

    /** Returns the estimated rows of a plan's output; at least 1 except where nothing comes out. */
    public double of(Plan plan) {
        return switch (plan) {
            case Plan.Scan scan -> scan(scan);
            case Plan.Values values -> values.rows().size();
            case Plan.FunctionScan scan -> 1000;
            case Plan.Filter filter ->
                    atLeastOne(of(filter.input()) * selectivity(filter.condition()));
            case Plan.Project project -> of(project.input());
            case Plan.Join join -> join(join);
            case Plan.Aggregate aggregate ->
                    aggregate.groupKeys().isEmpty()
                            ? 1
                            : atLeastOne(of(aggregate.input()) * GROUPS);
            case Plan.Window window -> of(window.input());
            case Plan.Sort sort -> of(sort.input());
            case Plan.Distinct distinct -> atLeastOne(of(distinct.input()) * GROUPS);
            case Plan.Limit limit -> limit(limit);
            case Plan.SetOperation operation ->
                    switch (operation.operator()) {
                        case UNION -> of(operation.left()) + of(operation.right());
                        case INTERSECT, EXCEPT -> of(operation.left());
                    };
        };
    }

    private static double atLeastOne(double rows) {
        return Math.max(1, rows);
    }

    private double scan(Plan.Scan scan) {
        double rows = Math.max(1, catalog.estimatedRows(scan.table().oid()));
        if (isOneKey(scan)) {
            return 1;
        }
        for (BoundExpression conjunct : scan.conjuncts()) {
            rows *= selectivity(conjunct);
        }
        return atLeastOne(rows);
    }

    /** Returns whether equalities fix all columns of a unique index. */
    private static boolean isOneKey(Plan.Scan scan) {
        Set<Integer> fixed = new HashSet<>();
        for (BoundExpression conjunct : scan.conjuncts()) {
            if (conjunct instanceof Call call && call.definition().name().equals("=")) {
                for (int i = 0; i < 2; i++) {
                    if (call.arguments().get(i) instanceof ColumnReference reference
                            && !Expressions.hasColumns(call.arguments().get(1 - i))) {
                        fixed.add(scan.columns()[reference.index()]);
                    }
                }
            }
        }
        for (IndexDefinition index : scan.table().indexes()) {
            boolean all = index.unique();
            for (int column : index.columns()) {
                all &= fixed.contains(column);
            }
            if (all) {
                return true;
            }
        }
        return false;
    }

    private static double selectivity(BoundExpression condition) {
        return switch (condition) {
            case Call call ->
                    switch (call.definition().name()) {
                        case "=" -> EQUALITY;
                        case "<", "<=", ">", ">=" -> RANGE;
                        case "<>" -> 1 - EQUALITY;
                        default -> OTHER;
                    };
            case BoundExpression.Conjunction conjunction -> {
                double result = conjunction.isAnd() ? 1 : 0;
                for (BoundExpression argument : conjunction.arguments()) {
                    double one = selectivity(argument);
                    result = conjunction.isAnd() ? result * one : result + one - result * one;
                }
                yield result;
            }
            case BoundExpression.Not not -> 1 - selectivity(not.argument());
            case BoundExpression.InList in -> {
                double any = Math.min(1, in.items().size() * EQUALITY);
                yield in.negated() ? 1 - any : any;
            }
            case BoundExpression.IsNull test -> test.negated() ? 1 - EQUALITY : EQUALITY;
            case Constant constant ->
                    !constant.value().isNull() && constant.value().booleanValue() ? 1 : 0;
            default -> OTHER;
        };
    }

    private double join(Plan.Join join) {
        double left = of(join.left());
        double right = of(join.right());
        double both =
                switch (join.kind()) {
                    case SEMI, ANTI, SINGLE -> left;
                    case INNER, LEFT, RIGHT, FULL -> joined(join, left, right);
                };
        return switch (join.kind()) {
            case LEFT -> Math.max(both, left);
            case RIGHT -> Math.max(both, right);
            case FULL -> Math.max(both, left + right);
            default -> atLeastOne(both);
        };
    }

    private static double joined(Plan.Join join, double left, double right) {
        BoundExpression residual = join.residual();
        double rest = residual == null ? 1 : selectivity(residual);
        // An equal key is thought to be unique on the larger side.
        return join.leftKeys().isEmpty() ? left * right * rest : Math.min(left, right) * rest;
    }

    private double limit(Plan.Limit limit) {
        double rows = of(limit.input());
        if (limit.limit() instanceof Constant constant && !constant.value().isNull()) {
            return Math.min(rows, constant.value().longValue());
        }
        return rows;
    }
}
