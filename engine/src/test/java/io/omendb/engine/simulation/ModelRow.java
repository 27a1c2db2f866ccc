package io.omendb.engine.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the model. All tables of the simulation have these columns.
 *
 * @param id never changes and tells the row from all others of its table
 * @param k the key, or the first column of it
 * @param v a number; the second column of a composite key
 * @param s a text
 */
record ModelRow(long id, long k, long v, @Nullable String s) {
    static final String COLUMNS = "id, k, v, s";

    /** A row as a client received it. */
    static ModelRow of(List<@Nullable Object> values) {
        return new ModelRow(number(values.get(0)), number(values.get(1)), number(values.get(2)), text(values.get(3)));
    }

    ModelRow withId(long newId) {
        return new ModelRow(newId, k, v, s);
    }

    /** The values as in a VALUES list, without the id if the table gives it. */
    String literals(boolean withId) {
        String text = s == null ? "null" : "'" + s + "'";
        return "(" + (withId ? id + ", " : "") + k + ", " + v + ", " + text + ")";
    }

    private static long number(@Nullable Object value) {
        if (value instanceof Long number) {
            return number;
        }
        throw new AssertionError("not a number: " + value);
    }

    private static @Nullable String text(@Nullable Object value) {
        return (String) value;
    }
}
