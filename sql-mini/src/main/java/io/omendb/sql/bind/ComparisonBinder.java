package io.omendb.sql.bind;

import io.omendb.sql.error.SqlState;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.Conjunction;
import io.omendb.sql.expr.BoundExpression.ParameterReference;
import io.omendb.sql.syntax.Expression;
import io.omendb.sql.syntax.Expression.OperatorName;
import io.omendb.sql.syntax.Expression.PatternKind;
import io.omendb.sql.syntax.Expression.RowConstructor;
import io.omendb.sql.types.SqlType;
import java.util.ArrayList;
import java.util.List;

/**
 * Binds what compares: operators over values and rows, BETWEEN, IN, LIKE, ANY and ALL of a list.
 */
final class ComparisonBinder {
    private final BindContext context;
    private final ExpressionBinder expressions;

    ComparisonBinder(BindContext context, ExpressionBinder expressions) {
        this.context = context;
        this.expressions = expressions;
    }

    BoundExpression binary(Expression.Binary binary) {
        if (binary.left() instanceof RowConstructor left
                && binary.right() instanceof RowConstructor right) {
            return rows(binary.operator(), left, right, binary.position());
        }
        BoundExpression left = expressions.bind(binary.left());
        BoundExpression right = expressions.bind(binary.right());
        return expressions.operator(binary.operator(), left, right, binary.position());
    }

    /** Compares rows from left to right, as the first pair that differs decides. */
    private BoundExpression rows(
            OperatorName operator, RowConstructor left, RowConstructor right, int position) {
        int count = left.elements().size();
        if (count != right.elements().size()) {
            throw BindContext.error(
                    SqlState.SYNTAX_ERROR,
                    "unequal number of entries in row expressions",
                    position);
        }
        if (count == 0) {
            throw BindContext.notSupported("comparing rows of zero length", position);
        }
        List<BoundExpression> lefts = expressions.bindAll(left.elements());
        List<BoundExpression> rights = expressions.bindAll(right.elements());
        return rows(operator, lefts, rights, position);
    }

    private BoundExpression rows(
            OperatorName operator,
            List<BoundExpression> lefts,
            List<BoundExpression> rights,
            int position) {
        String symbol = operator.symbol();
        int count = lefts.size();
        switch (symbol) {
            case "=", "<>" -> {
                List<BoundExpression> parts = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    parts.add(
                            expressions.operator(operator, lefts.get(i), rights.get(i), position));
                }
                return count == 1 ? parts.getFirst() : new Conjunction(symbol.equals("="), parts);
            }
            case "<", "<=", ">", ">=" -> {
                BoundExpression result =
                        expressions.operator(
                                operator, lefts.get(count - 1), rights.get(count - 1), position);
                String strict = symbol.substring(0, 1);
                for (int i = count - 2; i >= 0; i--) {
                    BoundExpression before =
                            expressions.operator(strict, lefts.get(i), rights.get(i), position);
                    BoundExpression equal =
                            expressions.operator("=", lefts.get(i), rights.get(i), position);
                    result =
                            new Conjunction(
                                    false,
                                    List.of(before, new Conjunction(true, List.of(equal, result))));
                }
                return result;
            }
            default ->
                    throw BindContext.notSupported(
                            "operator " + symbol + " between rows", position);
        }
    }

    BoundExpression isNull(Expression.IsNull test) {
        if (test.argument() instanceof RowConstructor row) {
            List<BoundExpression> parts = new ArrayList<>();
            for (BoundExpression element : expressions.bindAll(row.elements())) {
                parts.add(new BoundExpression.IsNull(element, test.negated()));
            }
            return parts.size() == 1 ? parts.getFirst() : new Conjunction(true, parts);
        }
        BoundExpression argument = expressions.bind(test.argument());
        if (argument instanceof ParameterReference parameter && argument.type().isUnknown()) {
            context.parameters().leaveOpen(parameter.index(), test.argument().position());
            return new BoundExpression.IsNull(argument, test.negated());
        }
        return new BoundExpression.IsNull(
                context.factory().resolveUnknown(argument), test.negated());
    }

    BoundExpression isDistinctFrom(Expression.IsDistinctFrom test) {
        BoundExpression left = expressions.bind(test.left());
        BoundExpression right = expressions.bind(test.right());
        // The types are those that "=" would compare.
        BoundExpression equality = expressions.operator("=", left, right, test.position());
        if (equality instanceof BoundExpression.Call call && call.arguments().size() == 2) {
            return new BoundExpression.IsDistinctFrom(
                    call.arguments().get(0), call.arguments().get(1), test.negated());
        }
        return new BoundExpression.IsDistinctFrom(left, right, test.negated());
    }

    BoundExpression between(Expression.Between between) {
        int position = between.position();
        BoundExpression argument = expressions.bind(between.argument());
        BoundExpression low = expressions.bind(between.low());
        BoundExpression high = expressions.bind(between.high());
        BoundExpression inside = range(argument, low, high, position);
        if (between.symmetric()) {
            inside = new Conjunction(false, List.of(inside, range(argument, high, low, position)));
        }
        return between.negated() ? new BoundExpression.Not(inside) : inside;
    }

    private BoundExpression range(
            BoundExpression argument, BoundExpression low, BoundExpression high, int position) {
        return new Conjunction(
                true,
                List.of(
                        expressions.operator(">=", argument, low, position),
                        expressions.operator("<=", argument, high, position)));
    }

    BoundExpression inList(Expression.InList in) {
        if (in.argument() instanceof RowConstructor row) {
            return rowInList(row, in);
        }
        BoundExpression argument = expressions.bind(in.argument());
        return anyOf(argument, expressions.bindAll(in.items()), in.negated(), in.position());
    }

    private BoundExpression anyOf(
            BoundExpression argument, List<BoundExpression> items, boolean negated, int position) {
        if (items.size() == 1) {
            return expressions.operator(negated ? "<>" : "=", argument, items.getFirst(), position);
        }
        List<BoundExpression> all = new ArrayList<>();
        all.add(argument);
        all.addAll(items);
        List<BoundExpression> unified = context.unify(all, "IN", position);
        // Asked for so that a type without equality is refused.
        expressions.operator("=", unified.get(0), unified.get(1), position);
        return new BoundExpression.InList(
                unified.getFirst(), unified.subList(1, unified.size()), negated);
    }

    private BoundExpression rowInList(RowConstructor row, Expression.InList in) {
        List<BoundExpression> left = expressions.bindAll(row.elements());
        List<BoundExpression> alternatives = new ArrayList<>();
        for (Expression item : in.items()) {
            if (!(item instanceof RowConstructor other) || other.elements().size() != left.size()) {
                throw BindContext.error(
                        SqlState.SYNTAX_ERROR,
                        "unequal number of entries in row expressions",
                        item.position());
            }
            List<BoundExpression> right = expressions.bindAll(other.elements());
            alternatives.add(rows(new OperatorName(null, "="), left, right, in.position()));
        }
        BoundExpression any =
                alternatives.size() == 1
                        ? alternatives.getFirst()
                        : new Conjunction(false, alternatives);
        return in.negated() ? new BoundExpression.Not(any) : any;
    }

    BoundExpression pattern(Expression.PatternMatch match) {
        int position = match.position();
        BoundExpression argument = expressions.bind(match.argument());
        BoundExpression pattern = expressions.bind(match.pattern());
        Expression escapeSyntax = match.escape();
        String not = match.negated() ? "!" : "";
        if (match.kind() == PatternKind.SIMILAR) {
            List<BoundExpression> arguments = new ArrayList<>();
            arguments.add(pattern);
            if (escapeSyntax != null) {
                arguments.add(expressions.bind(escapeSyntax));
            }
            BoundExpression regex = function("similar_to_escape", arguments, position);
            return expressions.operator(not + "~", argument, regex, position);
        }
        if (escapeSyntax != null) {
            pattern =
                    function(
                            "like_escape",
                            List.of(pattern, expressions.bind(escapeSyntax)),
                            position);
        }
        String symbol = match.kind() == PatternKind.LIKE ? "~~" : "~~*";
        return expressions.operator(not + symbol, argument, pattern, position);
    }

    private BoundExpression function(String name, List<BoundExpression> arguments, int position) {
        return expressions.apply(
                BindContext.at(
                        position,
                        () -> context.registry().resolve(name, BindContext.types(arguments))),
                arguments,
                position);
    }

    /**
     * Binds ANY or ALL of an array whose elements are written out, or of one that is an array
     * value.
     */
    BoundExpression quantified(Expression.QuantifiedArray quantified) {
        int position = quantified.position();
        if (!(quantified.array() instanceof Expression.ArrayConstructor array)
                || array.elements().stream()
                        .anyMatch(item -> item instanceof Expression.ArrayConstructor)) {
            return expressions.arrays().quantified(quantified);
        }
        BoundExpression argument = expressions.bind(quantified.argument());
        List<BoundExpression> items = expressions.bindAll(array.elements());
        if (items.stream().anyMatch(item -> item.type().kind().isArray())) {
            return expressions.arrays().quantified(quantified);
        }
        if (items.isEmpty()) {
            throw BindContext.error(
                    SqlState.INDETERMINATE_DATATYPE,
                    "cannot determine type of empty array",
                    array.position());
        }
        String symbol = quantified.operator().symbol();
        if (items.size() > 1 && symbol.equals("=") && !quantified.all()) {
            return anyOf(argument, items, false, position);
        }
        if (items.size() > 1 && symbol.equals("<>") && quantified.all()) {
            return anyOf(argument, items, true, position);
        }
        List<BoundExpression> parts = new ArrayList<>();
        for (BoundExpression item : context.unify(items, "ARRAY", position)) {
            BoundExpression part =
                    expressions.operator(quantified.operator(), argument, item, position);
            if (part.type().kind() != SqlType.BOOL.kind()) {
                throw BindContext.error(
                        SqlState.WRONG_OBJECT_TYPE,
                        "op ANY/ALL (array) requires operator to yield boolean",
                        position);
            }
            parts.add(part);
        }
        return parts.size() == 1 ? parts.getFirst() : new Conjunction(quantified.all(), parts);
    }
}
