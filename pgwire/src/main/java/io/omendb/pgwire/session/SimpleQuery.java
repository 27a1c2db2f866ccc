package io.omendb.pgwire.session;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.util.List;

/**
 * The statements of a simple query, taken one after the other: each is planned when those before it
 * have run.
 */
final class SimpleQuery {
    static final SimpleQuery NONE = new SimpleQuery("", List.of());

    private static final int[] NO_OIDS = {};

    private final String text;
    private final List<? extends BackendStatement> statements;
    private int next;

    private SimpleQuery(String text, List<? extends BackendStatement> statements) {
        this.text = text;
        this.statements = statements;
    }

    /**
     * @throws SqlException if there is a syntax error anywhere in the text: nothing of it is run
     *     then
     */
    static SimpleQuery of(BackendSession session, String text) {
        return new SimpleQuery(text, session.parse(text));
    }

    boolean hasNext() {
        return next < statements.size();
    }

    /** True if the text is one statement. */
    boolean isSingle() {
        return statements.size() == 1;
    }

    /**
     * @throws SqlException if the next statement cannot be planned
     */
    BackendPlan next(BackendSession session) {
        BackendPlan plan = session.prepare(statements.get(next++), text, NO_OIDS);
        if (!plan.parameterTypes().isEmpty()) {
            throw SqlException.of(SqlState.UNDEFINED_PARAMETER, "there is no parameter $1");
        }
        return plan;
    }
}
