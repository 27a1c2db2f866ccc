package io.omendb.sql.function;

import io.omendb.sql.vector.Vector;

/** The one column of a subquery that has been run. A new execution gives a new object. */
public interface SubqueryResult {
    int rowCount();

    /** The values in rows 0 to {@link #rowCount}. */
    Vector values();
}
