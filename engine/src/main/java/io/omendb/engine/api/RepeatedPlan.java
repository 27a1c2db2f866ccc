package io.omendb.engine.api;

import io.omendb.engine.txn.Schema;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.syntax.StatementShape;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.vector.Batch;

/**
 * The plan of all statements of a shape, whose constants are its parameters. Same thread as the
 * session.
 */
public final class RepeatedPlan {
    private final Session session;
    private final PreparedPlan plan;
    private final ConstantReader constants;
    private final Schema schema;
    private final SessionFormat format;

    RepeatedPlan(
            Session session, PreparedPlan plan, ConstantReader constants, SessionFormat format) {
        this.session = session;
        this.plan = plan;
        this.constants = constants;
        this.schema = plan.schema();
        this.format = format;
    }

    public PreparedPlan plan() {
        return plan;
    }

    /**
     * Which constants of the shape are parameters, in order; the others belong to the plan. The
     * caller must not change it.
     */
    public boolean[] lifted() {
        return constants.lifted();
    }

    /** Whether the catalog and the settings are those that the plan was made for. */
    public boolean isCurrent() {
        return schema == session.currentSchema() && format == session.settings().format();
    }

    /**
     * Takes the constants of a text of this shape, in place of parsing and planning it.
     *
     * @param parameters one row, made by {@link PreparedPlan#newParameters}
     * @return false if one is no value of its type: planning says what is wrong with it, and where
     * @throws SqlException 25P02 in a failed transaction
     */
    public boolean begin(StatementShape text, Batch parameters) {
        session.beginPlanning(plan.statement());
        return constants.read(text, session, parameters);
    }
}
