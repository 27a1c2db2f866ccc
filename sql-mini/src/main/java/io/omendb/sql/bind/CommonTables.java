package io.omendb.sql.bind;

import io.omendb.sql.syntax.Query.CommonTableExpression;
import org.jspecify.annotations.Nullable;

/**
 * The common table expressions that a query sees, innermost first. Each sees those before it.
 *
 * @param table the nearest one
 * @param before those that this one sees
 */
record CommonTables(CommonTableExpression table, @Nullable CommonTables before) {

    /** Returns the chain that starts at the table of this name, or null. */
    static @Nullable CommonTables find(@Nullable CommonTables tables, String name) {
        for (CommonTables at = tables; at != null; at = at.before) {
            if (at.table.name().equals(name)) {
                return at;
            }
        }
        return null;
    }
}
