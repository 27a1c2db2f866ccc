package io.omendb.sql.syntax;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;

/** Draws a syntax tree as one line: the record's name, then its components that say something. */
final class SyntaxTree {
    private SyntaxTree() {}

    static String draw(Object node) {
        StringBuilder out = new StringBuilder();
        draw(node, out);
        return out.toString();
    }

    private static void draw(Object node, StringBuilder out) {
        if (node instanceof List<?> list) {
            out.append('[');
            for (int i = 0; i < list.size(); i++) {
                out.append(i == 0 ? "" : ", ");
                draw(list.get(i), out);
            }
            out.append(']');
        } else if (node instanceof Expression.Literal literal) {
            out.append(
                    literal.kind() == Expression.LiteralKind.STRING
                            ? "'" + literal.text() + "'"
                            : "");
            boolean number =
                    literal.kind() == Expression.LiteralKind.INTEGER
                            || literal.kind() == Expression.LiteralKind.NUMERIC;
            out.append(number ? literal.text() : "");
            out.append(literal.text().isEmpty() ? literal.kind().toString() : "");
        } else if (node instanceof Expression.ColumnName name) {
            out.append(String.join(".", name.parts()));
        } else if (node instanceof Expression.OperatorName name) {
            out.append(name.schema() == null ? "" : name.schema() + ".").append(name.symbol());
        } else if (node instanceof Record) {
            record(node, out);
        } else if (node instanceof Enum<?> constant) {
            out.append(constant.name().toLowerCase(Locale.ROOT));
        } else {
            out.append(node);
        }
    }

    private static void record(Object node, StringBuilder out) {
        out.append('(').append(node.getClass().getSimpleName());
        for (RecordComponent component : node.getClass().getRecordComponents()) {
            Object value = value(component, node);
            boolean silent =
                    component.getName().equals("position")
                            || value == null
                            || Boolean.FALSE.equals(value)
                            || (value instanceof List<?> list && list.isEmpty())
                            || value == Expression.CallModifiers.NONE
                            || (value instanceof Enum<?> constant
                                    && (constant.name().equals("DEFAULT")
                                            || constant.name().equals("NONE")))
                            || Integer.valueOf(0).equals(value);
            if (!silent) {
                out.append(' ').append(component.getName()).append(':');
                draw(value, out);
            }
        }
        out.append(')');
    }

    private static Object value(RecordComponent component, Object node) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(node);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new AssertionError(e);
        }
    }
}
