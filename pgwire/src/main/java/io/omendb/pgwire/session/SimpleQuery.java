package io.omendb.pgwire.session;

import java.util.List;

/**
 * The statements of a simple query, taken one after the other: each is planned when those before it
 * have run.
 */
final class SimpleQuery {
    static final SimpleQuery NONE = new SimpleQuery("", List.of());

    private final String text;
    private final List<? extends BackendStatement> statements;
    private int next;

    private SimpleQuery(String text, List<? extends BackendStatement> statements) {
        this.text = text;
        this.statements = statements;
    }

    /**
     * @throws io.omendb.sql.error.SqlException if there is a syntax error anywhere in the text:
     *     nothing of it is run then
     */
    static SimpleQuery of(BackendSession session, String text) {
        return new SimpleQuery(text, session.parse(text));
    }

    boolean hasNext() {
        return next < statements.size();
    }

    /** The statement that {@link #next} gave last. */
    BackendStatement last() {
        return statements.get(next - 1);
    }

    /** True if the text is one statement. */
    boolean isSingle() {
        return statements.size() == 1;
    }

    /**
     * @throws io.omendb.sql.error.SqlException if the next statement cannot be planned
     */
    BackendPlan next(BackendSession session) {
        return session.prepare(statements.get(next++), text, null);
    }
}
