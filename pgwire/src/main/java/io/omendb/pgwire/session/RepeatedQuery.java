package io.omendb.pgwire.session;

import io.omendb.sql.syntax.StatementShape;
import io.omendb.sql.vector.Batch;

/** A plan for all texts of a shape. Same thread as its session. */
public interface RepeatedQuery {
    BackendPlan plan();

    /** Which constants of the shape are parameters of the plan; not to be changed. */
    boolean[] lifted();

    /** Whether the plan still means what a text of the shape means. */
    boolean isCurrent();

    /**
     * Takes the constants of a text of this shape, in place of preparing it.
     *
     * @param parameters one row of the plan's
     * @return false if the text has to be prepared after all, to be told what is wrong with it
     * @throws io.omendb.sql.error.SqlException in a failed transaction
     */
    boolean begin(StatementShape text, Batch parameters);
}
