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
import io.omendb.sql.expr.BoundExpression.ParameterReference;
import io.omendb.sql.expr.BoundExpression.SubqueryReference;
import io.omendb.sql.function.AggregateDefinition;
import io.omendb.sql.types.ByteArraySink;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeCodec;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Vector;
import java.util.List;
import java.util.stream.Collectors;

/** Bound expressions as SQL-like text, for EXPLAIN and tests. */
public final class ExpressionText {
    private ExpressionText() {}

    /** Returns the text of an expression, its columns under these names. */
    public static String of(BoundExpression expression, List<String> columns) {
        return switch (expression) {
            case Constant constant -> constant(constant);
            case ColumnReference reference ->
                    reference.index() < columns.size()
                            ? columns.get(reference.index())
                            : "#" + reference.index();
            case ParameterReference reference -> "$" + (reference.index() + 1);
            case OuterReference reference -> "outer$" + (reference.slot() + 1);
            case Call call -> call(call, columns);
            case Cast cast -> "(" + of(cast.argument(), columns) + ")::" + cast.type();
            case Conjunction conjunction ->
                    "("
                            + list(
                                    conjunction.arguments(),
                                    columns,
                                    conjunction.isAnd() ? " AND " : " OR ")
                            + ")";
            case Not not -> "(NOT " + of(not.argument(), columns) + ")";
            case IsNull test -> "(" + of(test.argument(), columns) + is(test.negated()) + "NULL)";
            case IsBoolean test ->
                    "("
                            + of(test.argument(), columns)
                            + is(test.negated())
                            + (test.value() == null ? "UNKNOWN" : test.value() ? "TRUE" : "FALSE")
                            + ")";
            case IsDistinctFrom test ->
                    "("
                            + of(test.left(), columns)
                            + is(test.negated())
                            + "DISTINCT FROM "
                            + of(test.right(), columns)
                            + ")";
            case CaseWhen choice -> choice(choice, columns);
            case Coalesce coalesce -> "COALESCE(" + list(coalesce.arguments(), columns, ", ") + ")";
            case NullIf nullIf ->
                    "NULLIF("
                            + of(nullIf.left(), columns)
                            + ", "
                            + of(nullIf.equality(), columns)
                            + ")";
            case MinMax choice ->
                    (choice.greatest() ? "GREATEST(" : "LEAST(")
                            + list(choice.arguments(), columns, ", ")
                            + ")";
            case InList in ->
                    "("
                            + of(in.argument(), columns)
                            + (in.negated() ? " NOT IN (" : " IN (")
                            + list(in.items(), columns, ", ")
                            + "))";
            case SubqueryReference reference -> subquery(reference, columns);
        };
    }

    private static String is(boolean negated) {
        return negated ? " IS NOT " : " IS ";
    }

    private static String list(
            List<BoundExpression> expressions, List<String> columns, String separator) {
        return expressions.stream().map(e -> of(e, columns)).collect(Collectors.joining(separator));
    }

    private static String call(Call call, List<String> columns) {
        String name = call.definition().name();
        boolean operator = !Character.isLetter(name.charAt(0)) && name.charAt(0) != '_';
        if (operator && call.arguments().size() == 2) {
            return "("
                    + of(call.arguments().get(0), columns)
                    + " "
                    + name
                    + " "
                    + of(call.arguments().get(1), columns)
                    + ")";
        }
        if (operator) {
            return "(" + name + " " + of(call.arguments().getFirst(), columns) + ")";
        }
        return name + "(" + list(call.arguments(), columns, ", ") + ")";
    }

    private static String choice(CaseWhen choice, List<String> columns) {
        StringBuilder out = new StringBuilder("CASE");
        for (Branch branch : choice.branches()) {
            out.append(" WHEN ").append(of(branch.condition(), columns));
            out.append(" THEN ").append(of(branch.result(), columns));
        }
        BoundExpression otherwise = choice.otherwise();
        if (otherwise != null) {
            out.append(" ELSE ").append(of(otherwise, columns));
        }
        return out.append(" END").toString();
    }

    private static String subquery(SubqueryReference reference, List<String> columns) {
        String plan = "$init" + reference.initPlanIndex();
        BoundExpression argument = reference.argument();
        String left = argument == null ? "" : of(argument, columns) + " ";
        String operator = reference.operator() == null ? "" : reference.operator().name() + " ";
        return switch (reference.kind()) {
            case SCALAR -> plan;
            case ARRAY, ARRAY_OF_ARRAYS -> "ARRAY(" + plan + ")";
            case EXISTS -> "EXISTS(" + plan + ")";
            case IN -> "(" + left + "IN " + plan + ")";
            case ANY -> "(" + left + operator + "ANY " + plan + ")";
            case ALL -> "(" + left + operator + "ALL " + plan + ")";
        };
    }

    /** Returns the text of an aggregate. */
    public static String of(AggregateCall call, List<String> columns) {
        StringBuilder out = new StringBuilder(call.definition().name()).append('(');
        out.append(call.definition().distinct() ? "DISTINCT " : "");
        out.append(call.arguments().isEmpty() ? "*" : list(call.arguments(), columns, ", "));
        if (!call.orderBy().isEmpty()) {
            out.append(" ORDER BY ");
            out.append(
                    call.orderBy().stream()
                            .map(key ->
                                    of(key.expression(), columns)
                                            + (key.descending() ? " DESC" : ""))
                            .collect(Collectors.joining(", ")));
        }
        out.append(')');
        BoundExpression filter = call.filter();
        if (filter != null) {
            out.append(" FILTER (WHERE ").append(of(filter, columns)).append(')');
        }
        return out.toString();
    }

    /** Returns the text of a function over a window, without the window. */
    public static String of(WindowCall call, List<String> columns) {
        boolean ofRows =
                call.arguments().isEmpty() && call.function() instanceof AggregateDefinition;
        BoundExpression filter = call.filter();
        return call.function().name()
                + "("
                + (ofRows ? "*" : list(call.arguments(), columns, ", "))
                + ")"
                + (filter == null ? "" : " FILTER (WHERE " + of(filter, columns) + ")")
                + " OVER (?)";
    }

    private static String constant(Constant constant) {
        SqlType type = constant.type();
        if (constant.value().isNull()) {
            return "NULL";
        }
        if (type.kind() == TypeKind.BOOL) {
            return constant.value().booleanValue() ? "true" : "false";
        }
        if (type.kind() == TypeKind.INT4) {
            return Long.toString(constant.value().longValue());
        }
        Vector value = Vector.of(type, 1);
        constant.value().copyTo(value, 0);
        ByteArraySink sink = new ByteArraySink();
        TypeCodec.of(type.kind()).formatText(value, 0, type, SessionFormat.DEFAULT, sink);
        return "'" + sink.toString().replace("'", "''") + "'::" + type;
    }
}
