package io.omendb.sql.plan;

import io.omendb.sql.expr.BoundExpression;
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
import io.omendb.sql.function.Volatility;
import io.omendb.sql.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Walks over bound expressions: the one place that knows the children of each kind. */
public final class Expressions {
    private Expressions() {}

    /**
     * Returns the expression with each direct child replaced; the same object when no child
     * changes.
     */
    public static BoundExpression mapChildren(
            BoundExpression expression, UnaryOperator<BoundExpression> map) {
        return switch (expression) {
            case Constant constant -> constant;
            case ColumnReference reference -> reference;
            case ParameterReference reference -> reference;
            case OuterReference reference -> reference;
            case Call call -> {
                List<BoundExpression> arguments = mapAll(call.arguments(), map);
                yield arguments == call.arguments()
                        ? call
                        : new Call(call.definition(), arguments, call.type());
            }
            case Cast cast -> {
                BoundExpression argument = map.apply(cast.argument());
                yield argument == cast.argument()
                        ? cast
                        : new Cast(argument, cast.definition(), cast.type(), cast.explicit());
            }
            case Conjunction conjunction -> {
                List<BoundExpression> arguments = mapAll(conjunction.arguments(), map);
                yield arguments == conjunction.arguments()
                        ? conjunction
                        : new Conjunction(conjunction.isAnd(), arguments);
            }
            case Not not -> {
                BoundExpression argument = map.apply(not.argument());
                yield argument == not.argument() ? not : new Not(argument);
            }
            case IsNull test -> {
                BoundExpression argument = map.apply(test.argument());
                yield argument == test.argument() ? test : new IsNull(argument, test.negated());
            }
            case IsBoolean test -> {
                BoundExpression argument = map.apply(test.argument());
                yield argument == test.argument()
                        ? test
                        : new IsBoolean(argument, test.value(), test.negated());
            }
            case IsDistinctFrom test -> {
                BoundExpression left = map.apply(test.left());
                BoundExpression right = map.apply(test.right());
                yield left == test.left() && right == test.right()
                        ? test
                        : new IsDistinctFrom(left, right, test.negated());
            }
            case CaseWhen choice -> mapCase(choice, map);
            case Coalesce coalesce -> {
                List<BoundExpression> arguments = mapAll(coalesce.arguments(), map);
                yield arguments == coalesce.arguments()
                        ? coalesce
                        : new Coalesce(arguments, coalesce.type());
            }
            case NullIf nullIf -> {
                BoundExpression left = map.apply(nullIf.left());
                BoundExpression equality = map.apply(nullIf.equality());
                yield left == nullIf.left() && equality == nullIf.equality()
                        ? nullIf
                        : new NullIf(left, equality);
            }
            case MinMax choice -> {
                List<BoundExpression> arguments = mapAll(choice.arguments(), map);
                yield arguments == choice.arguments()
                        ? choice
                        : new MinMax(choice.greatest(), arguments, choice.type());
            }
            case InList in -> {
                BoundExpression argument = map.apply(in.argument());
                List<BoundExpression> items = mapAll(in.items(), map);
                yield argument == in.argument() && items == in.items()
                        ? in
                        : new InList(argument, items, in.negated());
            }
            case SubqueryReference reference -> mapSubquery(reference, map);
        };
    }

    private static BoundExpression mapCase(CaseWhen choice, UnaryOperator<BoundExpression> map) {
        boolean changed = false;
        List<Branch> branches = new ArrayList<>(choice.branches().size());
        for (Branch branch : choice.branches()) {
            BoundExpression condition = map.apply(branch.condition());
            BoundExpression result = map.apply(branch.result());
            boolean same = condition == branch.condition() && result == branch.result();
            changed |= !same;
            branches.add(same ? branch : new Branch(condition, result));
        }
        BoundExpression before = choice.otherwise();
        BoundExpression otherwise = before == null ? null : map.apply(before);
        return changed || otherwise != before
                ? new CaseWhen(branches, otherwise, choice.type())
                : choice;
    }

    private static BoundExpression mapSubquery(
            SubqueryReference reference, UnaryOperator<BoundExpression> map) {
        BoundExpression before = reference.argument();
        BoundExpression argument = before == null ? null : map.apply(before);
        boolean changed = argument != before;
        List<OuterValue> values = new ArrayList<>(reference.run().values().size());
        for (OuterValue value : reference.run().values()) {
            BoundExpression mapped = map.apply(value.value());
            changed |= mapped != value.value();
            values.add(new OuterValue(value.slot(), mapped));
        }
        SubqueryRun run = reference.run();
        return changed
                ? new SubqueryReference(
                        reference.initPlanIndex(),
                        reference.kind(),
                        argument,
                        reference.operator(),
                        reference.type(),
                        new SubqueryRun(run.perRow(), run.readsBeyond(), values))
                : reference;
    }

    private static List<BoundExpression> mapAll(
            List<BoundExpression> list, UnaryOperator<BoundExpression> map) {
        List<BoundExpression> mapped = null;
        for (int i = 0; i < list.size(); i++) {
            BoundExpression after = map.apply(list.get(i));
            if (mapped == null && after != list.get(i)) {
                mapped = new ArrayList<>(list.subList(0, i));
            }
            if (mapped != null) {
                mapped.add(after);
            }
        }
        return mapped == null ? list : mapped;
    }

    /** Calls a consumer for every node, parents first. */
    public static void forEach(BoundExpression expression, Consumer<BoundExpression> consumer) {
        consumer.accept(expression);
        mapChildren(
                expression,
                child -> {
                    forEach(child, consumer);
                    return child;
                });
    }

    /** Returns the expression with the indexes of its columns mapped. */
    public static BoundExpression remap(BoundExpression expression, IntUnaryOperator map) {
        if (expression instanceof ColumnReference reference) {
            int index = map.applyAsInt(reference.index());
            return index == reference.index()
                    ? reference
                    : new ColumnReference(index, reference.type());
        }
        return mapChildren(expression, child -> remap(child, map));
    }

    /** Returns the expression with its columns moved by a number of places. */
    public static BoundExpression shift(BoundExpression expression, int by) {
        return by == 0 ? expression : remap(expression, index -> index + by);
    }

    /** Returns the expression with each column replaced by the expression that computes it. */
    public static BoundExpression substitute(
            BoundExpression expression, List<BoundExpression> columns) {
        if (expression instanceof ColumnReference reference) {
            return columns.get(reference.index());
        }
        return mapChildren(expression, child -> substitute(child, columns));
    }

    /** Returns whether all columns of an expression satisfy a predicate. */
    public static boolean columnsAll(BoundExpression expression, IntPredicate predicate) {
        boolean[] all = {true};
        forEach(
                expression,
                node -> {
                    if (node instanceof ColumnReference reference
                            && !predicate.test(reference.index())) {
                        all[0] = false;
                    }
                });
        return all[0];
    }

    /** Returns whether an expression has any column. */
    public static boolean hasColumns(BoundExpression expression) {
        return !columnsAll(expression, index -> false);
    }

    /** Returns whether evaluating an expression twice may give two results or has effects. */
    public static boolean isVolatile(BoundExpression expression) {
        boolean[] found = {false};
        forEach(
                expression,
                node -> {
                    if (node instanceof Call call
                            && call.definition().volatility() == Volatility.VOLATILE) {
                        found[0] = true;
                    }
                });
        return found[0];
    }

    /** Adds the operands of a condition's top-level ANDs to a list. */
    public static void conjuncts(BoundExpression condition, List<BoundExpression> out) {
        if (condition instanceof Conjunction conjunction && conjunction.isAnd()) {
            for (BoundExpression argument : conjunction.arguments()) {
                conjuncts(argument, out);
            }
        } else {
            out.add(condition);
        }
    }

    /** Returns the AND of conditions, or null for none. */
    public static @Nullable BoundExpression and(List<BoundExpression> conditions) {
        if (conditions.isEmpty()) {
            return null;
        }
        return conditions.size() == 1 ? conditions.getFirst() : new Conjunction(true, conditions);
    }

    /** Returns references to all columns of these types. */
    public static List<BoundExpression> columns(List<SqlType> types) {
        List<BoundExpression> references = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            references.add(new ColumnReference(i, types.get(i)));
        }
        return references;
    }
}
