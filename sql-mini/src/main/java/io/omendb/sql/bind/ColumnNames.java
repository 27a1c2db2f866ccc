package io.omendb.sql.bind;

import io.omendb.sql.syntax.Expression;
import io.omendb.sql.syntax.Query;
import io.omendb.sql.syntax.TypeName;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The names that PostgreSQL gives to output columns without an alias. */
final class ColumnNames {
    private static final String NONE = "?column?";

    private ColumnNames() {}

    static String of(Expression expression) {
        String name = named(expression);
        if (name != null) {
            return name;
        }
        name = weak(expression);
        return name == null ? NONE : name;
    }

    /** A name that even a cast around it keeps. */
    private static @Nullable String named(Expression expression) {
        return switch (expression) {
            case Expression.ColumnName column -> column.parts().getLast();
            case Expression.FunctionCall call -> call.name().getLast();
            case Expression.FieldSelection field ->
                    field.field().equals("*") ? null : field.field();
            case Expression.Subscript subscript -> named(subscript.argument());
            case Expression.Collate collate -> named(collate.argument());
            case Expression.Cast cast -> named(cast.argument());
            case Expression.NullIf nullIf -> "nullif";
            case Expression.Coalesce coalesce -> "coalesce";
            case Expression.MinMax choice -> choice.greatest() ? "greatest" : "least";
            case Expression.Exists exists -> "exists";
            case Expression.ArrayQuery array -> "array";
            case Expression.ArrayConstructor array -> "array";
            case Expression.RowConstructor row -> "row";
            case Expression.Grouping grouping -> "grouping";
            case Expression.SpecialFunction function ->
                    function.value().name().toLowerCase(Locale.ROOT);
            case Expression.ScalarQuery scalar -> ofQuery(scalar.query());
            case Expression.Case choice -> {
                Expression otherwise = choice.otherwise();
                yield otherwise == null ? null : named(otherwise);
            }
            default -> null;
        };
    }

    private static @Nullable String weak(Expression expression) {
        return switch (expression) {
            case Expression.Cast cast -> {
                TypeName type = cast.type();
                yield type.name();
            }
            case Expression.Collate collate -> weak(collate.argument());
            case Expression.Subscript subscript -> weak(subscript.argument());
            case Expression.Case choice -> "case";
            default -> null;
        };
    }

    private static @Nullable String ofQuery(Query query) {
        Query.QueryBody body = query.body();
        while (true) {
            if (body instanceof Query.SetOperation operation) {
                body = operation.left();
            } else if (body instanceof Query.NestedQuery nested) {
                body = nested.query().body();
            } else {
                break;
            }
        }
        if (body instanceof Query.ValuesList) {
            return "column1";
        }
        if (body instanceof Query.Select select && !select.items().isEmpty()) {
            Query.SelectItem item = select.items().getFirst();
            return item.name() != null ? item.name() : of(item.expression());
        }
        return null;
    }
}
