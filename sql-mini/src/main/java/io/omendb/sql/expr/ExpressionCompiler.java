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
import io.omendb.sql.function.EvaluationContext;
import io.omendb.sql.function.Volatility;
import io.omendb.sql.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes evaluators: one node per bound expression, its vectors sized to the batches that it will
 * see.
 */
public final class ExpressionCompiler {
    private final int capacity;
    private final EvaluationContext context;

    private ExpressionCompiler(int capacity, EvaluationContext context) {
        this.capacity = capacity;
        this.context = context;
    }

    /**
     * @param capacity rows of the largest batch, 1 for point plans
     * @param context the session, read at every evaluation
     */
    public static Evaluator compile(
            BoundExpression expression, int capacity, EvaluationContext context) {
        Node root = new ExpressionCompiler(capacity, context).node(expression);
        return new Evaluator(root, new Frame(context), capacity);
    }

    private Node[] nodes(List<BoundExpression> expressions) {
        Node[] nodes = new Node[expressions.size()];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = node(expressions.get(i));
        }
        return nodes;
    }

    private Node node(BoundExpression expression) {
        return switch (expression) {
            case Constant e -> new LeafNodes.ConstantNode(e.type(), e.value());
            case ColumnReference e -> new LeafNodes.ColumnNode(e.type(), e.index());
            case ParameterReference e -> new LeafNodes.ParameterNode(e.type(), e.index());
            case Call e -> call(e);
            case Cast e -> cast(e);
            case Conjunction e ->
                    new LogicNodes.ConjunctionNode(e.isAnd(), nodes(e.arguments()), capacity);
            case Not e -> new LogicNodes.NotNode(node(e.argument()), capacity);
            case IsNull e -> new LogicNodes.IsNullNode(node(e.argument()), e.negated(), capacity);
            case IsBoolean e ->
                    new LogicNodes.IsBooleanNode(
                            node(e.argument()), e.value(), e.negated(), capacity);
            case IsDistinctFrom e ->
                    new LogicNodes.DistinctNode(
                            node(e.left()), node(e.right()), e.negated(), capacity);
            case CaseWhen e -> caseWhen(e);
            case Coalesce e ->
                    new ChoiceNodes.CoalesceNode(e.type(), nodes(e.arguments()), capacity);
            case NullIf e ->
                    new ChoiceNodes.NullIfNode(node(e.left()), node(e.equality()), capacity);
            case MinMax e ->
                    new ChoiceNodes.MinMaxNode(
                            e.type(), e.greatest(), nodes(e.arguments()), capacity);
            case InList e -> inList(e);
            case OuterReference e -> new SubqueryNodes.OuterNode(e.type(), e.slot());
            case SubqueryReference e -> e.run().perRow() ? perRow(e) : subquery(e);
        };
    }

    private Node call(Call call) {
        Node[] arguments = nodes(call.arguments());
        List<SqlType> types = new ArrayList<>();
        for (Node argument : arguments) {
            types.add(argument.type);
        }
        boolean scalar =
                call.definition().volatility() != Volatility.VOLATILE && Node.areScalar(arguments);
        return new CallNode(
                call.type(),
                scalar,
                arguments,
                call.definition().kernel().create(types, call.type()),
                call.definition().strict(),
                capacity,
                context);
    }

    private Node cast(Cast cast) {
        Node argument = node(cast.argument());
        return new CallNode(
                cast.type(),
                argument.scalar,
                new Node[] {argument},
                cast.definition().kernel().create(argument.type, cast.type(), cast.explicit()),
                true,
                capacity,
                context);
    }

    private Node caseWhen(CaseWhen expression) {
        List<BoundExpression> conditions = new ArrayList<>();
        List<BoundExpression> results = new ArrayList<>();
        for (Branch branch : expression.branches()) {
            conditions.add(branch.condition());
            results.add(branch.result());
        }
        @Nullable BoundExpression otherwise = expression.otherwise();
        return new ChoiceNodes.CaseNode(
                expression.type(),
                nodes(conditions),
                nodes(results),
                otherwise == null ? null : node(otherwise),
                capacity);
    }

    private Node inList(InList expression) {
        Node argument = node(expression.argument());
        boolean constant = true;
        for (BoundExpression item : expression.items()) {
            constant &= item instanceof Constant;
        }
        return constant
                ? new MembershipNodes.ConstantListNode(
                        argument, expression.items(), expression.negated(), capacity)
                : new MembershipNodes.ListNode(
                        argument, nodes(expression.items()), expression.negated(), capacity);
    }

    private Node perRow(SubqueryReference reference) {
        List<OuterValue> outer = reference.run().values();
        Node[] values = new Node[outer.size()];
        int[] slots = new int[outer.size()];
        for (int i = 0; i < slots.length; i++) {
            values[i] = node(outer.get(i).value());
            slots[i] = outer.get(i).slot();
        }
        return new SubqueryNodes.PerRowNode(
                subquery(reference), reference.initPlanIndex(), values, slots, capacity);
    }

    private Node subquery(SubqueryReference reference) {
        int index = reference.initPlanIndex();
        BoundExpression argument = reference.argument();
        return switch (reference.kind()) {
            case SCALAR, EXISTS ->
                    new MembershipNodes.ScalarSubqueryNode(
                            reference.type(), index, reference.kind());
            case ARRAY, ARRAY_OF_ARRAYS ->
                    new MembershipNodes.ArraySubqueryNode(
                            reference.type(),
                            index,
                            reference.kind() == BoundExpression.SubqueryKind.ARRAY_OF_ARRAYS);
            case IN ->
                    new MembershipNodes.InSubqueryNode(node(required(argument)), index, capacity);
            case ANY, ALL -> {
                Node left = node(required(argument));
                yield new MembershipNodes.QuantifiedNode(
                        left,
                        index,
                        required(reference.operator())
                                .kernel()
                                .create(List.of(left.type, left.type), SqlType.BOOL),
                        reference.kind() == BoundExpression.SubqueryKind.ALL,
                        capacity,
                        context);
            }
        };
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(
                    "a subquery that is compared with needs a left side and an operator");
        }
        return value;
    }
}
