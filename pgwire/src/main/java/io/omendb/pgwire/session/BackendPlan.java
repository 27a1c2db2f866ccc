package io.omendb.pgwire.session;

import io.omendb.pgwire.codec.RowDescription;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import java.util.List;

/** A planned statement, reusable for any number of executions of its session. */
public interface BackendPlan {
    /** The direction of a COPY statement. */
    enum Copy {
        NONE,
        IN,
        OUT
    }

    /** Given and inferred types of the parameters, in order. */
    List<SqlType> parameterTypes();

    /** Types of the rows; empty if there are none. */
    List<SqlType> columnTypes();

    /** The rows as the client is told of them. Asked for once per prepared statement. */
    RowDescription describe();

    /** False for statements without rows, for which NoData is answered. */
    boolean returnsRows();

    Copy copy();

    /** How many columns a COPY moves. */
    int copyColumnCount();

    /** Room for one row of parameters, reused from execution to execution. */
    Batch newParameters();
}
