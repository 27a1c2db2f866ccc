package io.omendb.engine.exec;

import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.plan.JoinKind;
import io.omendb.sql.plan.Plan;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Chooses which side of a join is held and which is read through it. */
final class JoinPlanner {
    private static final double TUPLE_COST = 0.01;
    private static final double OPERATOR_COST = 0.0025;
    private static final double MATCH_FRACTION = 0.1;

    private final PhysicalPlanner planner;
    private final SessionFormat format;

    JoinPlanner(PhysicalPlanner planner, SessionFormat format) {
        this.planner = planner;
        this.format = format;
    }

    PhysicalNode plan(Plan.Join join) {
        PhysicalNode left = planner.plan(join.left());
        PhysicalNode right = planner.plan(join.right());
        // The smaller side is held. Rows of the left side are told apart one by one where a match
        // hides or forbids more.
        boolean buildLeft =
                join.kind().showsRight()
                        && join.kind() != JoinKind.SINGLE
                        && left.rows() < right.rows();
        List<SqlType> pairTypes = new ArrayList<>(left.types());
        pairTypes.addAll(right.types());
        List<String> pairNames = new ArrayList<>(left.names());
        pairNames.addAll(right.names());
        boolean hashed = !join.leftKeys().isEmpty();
        double rows = rows(join, left.rows(), right.rows());
        double inputs = left.totalCost() + right.totalCost();
        double pairs = hashed ? left.rows() + right.rows() : left.rows() * right.rows();
        PhysicalNode probe = buildLeft ? right : left;
        PhysicalNode build = buildLeft ? left : right;
        return new PhysicalNode(
                title(join.kind(), hashed, buildLeft),
                details(join, left, right, pairNames),
                List.of(probe, hashed ? hash(build) : build),
                join.types(),
                join.kind().showsRight() ? pairNames : left.names(),
                rows,
                build.totalCost(),
                inputs + pairs * OPERATOR_COST + rows * TUPLE_COST,
                (factory, children) -> operator(factory, join, children, buildLeft, pairTypes));
    }

    private static double rows(Plan.Join join, double left, double right) {
        double matched = join.leftKeys().isEmpty() ? left * right : Math.max(left, right);
        if (join.residual() != null) {
            matched *= MATCH_FRACTION;
        }
        return Math.max(
                1,
                switch (join.kind()) {
                    case INNER -> matched;
                    case LEFT -> Math.max(matched, left);
                    case RIGHT -> Math.max(matched, right);
                    case FULL -> Math.max(matched, left + right);
                    case SEMI, ANTI -> left / 2;
                    case SINGLE -> left;
                });
    }

    private static String title(JoinKind kind, boolean hashed, boolean buildLeft) {
        String side =
                switch (kind) {
                    case INNER -> "";
                    case LEFT, SINGLE -> buildLeft ? "Right" : "Left";
                    case RIGHT -> buildLeft ? "Left" : "Right";
                    case FULL -> "Full";
                    case SEMI -> "Semi";
                    case ANTI -> "Anti";
                };
        if (hashed) {
            return side.isEmpty() ? "Hash Join" : "Hash " + side + " Join";
        }
        return side.isEmpty() ? "Nested Loop" : "Nested Loop " + side + " Join";
    }

    private List<String> details(
            Plan.Join join, PhysicalNode left, PhysicalNode right, List<String> pairNames) {
        List<String> details = new ArrayList<>();
        ExpressionText leftText = new ExpressionText(left.names(), format);
        ExpressionText rightText = new ExpressionText(right.names(), format);
        if (!join.leftKeys().isEmpty()) {
            StringJoiner conditions = new StringJoiner(" AND ");
            for (int i = 0; i < join.leftKeys().size(); i++) {
                conditions.add(
                        "("
                                + leftText.of(join.leftKeys().get(i))
                                + " = "
                                + rightText.of(join.rightKeys().get(i))
                                + ")");
            }
            details.add(
                    "Hash Cond: "
                            + (join.leftKeys().size() == 1 ? conditions : "(" + conditions + ")"));
        }
        BoundExpression residual = join.residual();
        if (residual != null) {
            details.add(
                    "Join Filter: " + new ExpressionText(pairNames, format).condition(residual));
        }
        return details;
    }

    /** PostgreSQL shows the held side under a line of its own. */
    private static PhysicalNode hash(PhysicalNode build) {
        return new PhysicalNode(
                "Hash",
                List.of(),
                List.of(build),
                build.types(),
                build.names(),
                build.rows(),
                build.totalCost(),
                build.totalCost(),
                (factory, children) -> children.get(0));
    }

    private static Operator operator(
            OperatorFactory factory,
            Plan.Join join,
            List<Operator> children,
            boolean buildLeft,
            List<SqlType> pairTypes) {
        boolean keepsLeft =
                join.kind() == JoinKind.LEFT
                        || join.kind() == JoinKind.FULL
                        || join.kind() == JoinKind.SINGLE;
        boolean keepsRight = join.kind() == JoinKind.RIGHT || join.kind() == JoinKind.FULL;
        JoinOperator.Side left =
                side(
                        factory,
                        children.get(buildLeft ? 1 : 0),
                        join.left().types(),
                        join.leftKeys(),
                        keepsLeft,
                        0);
        JoinOperator.Side right =
                side(
                        factory,
                        children.get(buildLeft ? 0 : 1),
                        join.right().types(),
                        join.rightKeys(),
                        keepsRight,
                        join.left().types().size());
        JoinOperator.Output output =
                switch (join.kind()) {
                    case INNER, LEFT, RIGHT, FULL -> JoinOperator.Output.PAIRS;
                    case SINGLE -> JoinOperator.Output.SINGLE_PAIRS;
                    case SEMI -> JoinOperator.Output.MATCHED;
                    case ANTI -> JoinOperator.Output.UNMATCHED;
                };
        return new JoinOperator(
                factory.run(),
                output,
                buildLeft ? right : left,
                buildLeft ? left : right,
                pairTypes,
                factory.compileNullable(join.residual(), Batch.CAPACITY));
    }

    private static JoinOperator.Side side(
            OperatorFactory factory,
            Operator child,
            List<SqlType> types,
            List<BoundExpression> keys,
            boolean outer,
            int firstColumn) {
        return new JoinOperator.Side(
                child,
                types,
                keys.stream().map(BoundExpression::type).toList(),
                factory.compileAll(keys, child.out.capacity),
                outer,
                firstColumn);
    }
}
