package io.omendb.engine.exec;

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
import io.omendb.sql.plan.SortKey;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeCodec;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Vector;
import java.util.List;
import java.util.StringJoiner;

/** Expressions as EXPLAIN shows them, columns by the names of the input. */
final class ExpressionText {
    private final List<String> columnNames;
    private final SessionFormat format;

    ExpressionText(List<String> columnNames, SessionFormat format) {
        this.columnNames = columnNames;
        this.format = format;
    }

    /** A condition, always in parentheses. */
    String condition(BoundExpression expression) {
        String text = of(expression);
        return text.startsWith("(") && text.endsWith(")") ? text : "(" + text + ")";
    }

    String of(BoundExpression expression) {
        return switch (expression) {
            case Constant constant -> constant(constant);
            case ColumnReference reference -> columnNames.get(reference.index());
            case ParameterReference reference -> "$" + (reference.index() + 1);
            case OuterReference reference -> "outer$" + (reference.slot() + 1);
            case Call call -> call(call);
            case Cast cast -> "(" + of(cast.argument()) + ")::" + cast.type().formatType();
            case Conjunction conjunction -> {
                StringJoiner operands =
                        new StringJoiner(conjunction.isAnd() ? " AND " : " OR ", "(", ")");
                conjunction.arguments().forEach(argument -> operands.add(condition(argument)));
                yield operands.toString();
            }
            case Not not -> "(NOT " + of(not.argument()) + ")";
            case IsNull test ->
                    "(" + of(test.argument()) + (test.negated() ? " IS NOT NULL)" : " IS NULL)");
            case IsBoolean test -> isBoolean(test);
            case IsDistinctFrom test ->
                    "("
                            + of(test.left())
                            + (test.negated() ? " IS NOT DISTINCT FROM " : " IS DISTINCT FROM ")
                            + of(test.right())
                            + ")";
            case CaseWhen choice -> caseWhen(choice);
            case Coalesce coalesce -> "COALESCE(" + list(coalesce.arguments()) + ")";
            case NullIf nullIf -> "NULLIF(" + of(nullIf.left()) + ", " + nullIfRight(nullIf) + ")";
            case MinMax choice ->
                    (choice.greatest() ? "GREATEST(" : "LEAST(") + list(choice.arguments()) + ")";
            case InList in ->
                    "("
                            + of(in.argument())
                            + (in.negated() ? " <> ALL (" : " = ANY (")
                            + list(in.items())
                            + "))";
            case SubqueryReference reference -> subquery(reference);
        };
    }

    String list(List<BoundExpression> expressions) {
        StringJoiner texts = new StringJoiner(", ");
        expressions.forEach(expression -> texts.add(of(expression)));
        return texts.toString();
    }

    /** The keys of an order. */
    String keys(List<SortKey> keys) {
        StringJoiner texts = new StringJoiner(", ");
        for (SortKey key : keys) {
            String nulls =
                    key.nullsFirst() == key.descending()
                            ? ""
                            : key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST";
            texts.add(of(key.expression()) + (key.descending() ? " DESC" : "") + nulls);
        }
        return texts.toString();
    }

    private String constant(Constant constant) {
        if (constant.value().isNull()) {
            return "NULL::" + constant.type().formatType();
        }
        SqlType type = constant.type();
        if (type.kind() == TypeKind.BOOL) {
            return Boolean.toString(constant.value().booleanValue());
        }
        Vector value = Vector.of(type, 1);
        constant.value().copyTo(value, 0);
        String text = TypeCodec.of(type.kind()).text(value, 0, type, format);
        if (type.kind() == TypeKind.INT4 && !text.startsWith("-")) {
            return text;
        }
        return "'" + text.replace("'", "''") + "'::" + type.formatType();
    }

    private String call(Call call) {
        String name = call.definition().name();
        List<BoundExpression> arguments = call.arguments();
        boolean isOperator =
                !Character.isLetter(name.charAt(0))
                        && name.charAt(0) != '_'
                        && name.charAt(0) != '"';
        if (isOperator && arguments.size() == 2) {
            return "(" + of(arguments.get(0)) + " " + name + " " + of(arguments.get(1)) + ")";
        }
        if (isOperator && arguments.size() == 1) {
            return "(" + name + " " + of(arguments.get(0)) + ")";
        }
        return name + "(" + list(arguments) + ")";
    }

    private String isBoolean(IsBoolean test) {
        Boolean value = test.value();
        String what = value == null ? "UNKNOWN" : value ? "TRUE" : "FALSE";
        return "(" + of(test.argument()) + (test.negated() ? " IS NOT " : " IS ") + what + ")";
    }

    private String caseWhen(CaseWhen choice) {
        StringBuilder text = new StringBuilder("CASE");
        for (Branch branch : choice.branches()) {
            text.append(" WHEN ").append(of(branch.condition()));
            text.append(" THEN ").append(of(branch.result()));
        }
        BoundExpression otherwise = choice.otherwise();
        if (otherwise != null) {
            text.append(" ELSE ").append(of(otherwise));
        }
        return text.append(" END").toString();
    }

    private String nullIfRight(NullIf nullIf) {
        return nullIf.equality() instanceof Call call && call.arguments().size() == 2
                ? of(call.arguments().get(1))
                : of(nullIf.equality());
    }

    private String subquery(SubqueryReference reference) {
        String plan = "InitPlan " + (reference.initPlanIndex() + 1);
        BoundExpression argument = reference.argument();
        return switch (reference.kind()) {
            case SCALAR -> "(" + plan + ").col1";
            case EXISTS -> "EXISTS(" + plan + ")";
            case ARRAY, ARRAY_OF_ARRAYS -> "ARRAY(" + plan + ")";
            case IN -> "(" + (argument == null ? "" : of(argument)) + " = ANY (" + plan + "))";
            case ANY, ALL ->
                    "("
                            + (argument == null ? "" : of(argument))
                            + " "
                            + (reference.operator() == null ? "=" : reference.operator().name())
                            + " "
                            + reference.kind()
                            + " ("
                            + plan
                            + "))";
        };
    }
}
