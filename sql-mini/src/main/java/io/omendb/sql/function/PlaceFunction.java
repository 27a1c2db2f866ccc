package io.omendb.sql.function;

import io.omendb.sql.types.SqlType;
import java.util.List;

/**
 * A window function that is no aggregate, as resolved for a call: its value follows from the place
 * of the row in its partition. See "Window Functions" in PostgreSQL's manual.
 */
public record PlaceFunction(String name, Kind kind, List<SqlType> argumentTypes, SqlType returnType)
        implements WindowFunction {

    /** What is asked of the place. */
    public enum Kind {
        ROW_NUMBER,
        RANK,
        DENSE_RANK,
        PERCENT_RANK,
        CUME_DIST,
        NTILE,
        LAG,
        LEAD,
        FIRST_VALUE,
        LAST_VALUE,
        NTH_VALUE
    }

    public PlaceFunction {
        argumentTypes = List.copyOf(argumentTypes);
    }
}
