package io.omendb.engine.api;

import io.omendb.engine.exec.ArgumentRow;
import io.omendb.sql.vector.Batch;

/**
 * EXECUTE: another statement of the session with arguments. Good as long as the session knows that
 * statement by the name.
 */
record StatementCall(NamedStatement target, PreparedPlan plan, ArgumentRow arguments) {
    /** The target's parameters, computed anew. */
    Batch parameters() {
        Batch row = plan.newParameters();
        arguments.evaluate(row);
        return row;
    }
}
