package io.omendb.pgwire.session;

import io.omendb.sql.syntax.StatementShape;
import io.omendb.sql.vector.Batch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The plans of a session's simple queries, found by the bytes of a text with its constants lifted
 * out. A shape gets a plan when it comes the second time; a place holds the shape that came last.
 */
final class QueryCache {
    private static final int PLACES = 128;

    /** A text whose plan is known, with its constants read. */
    static final class Entry {
        private final StatementShape shape;
        private final RepeatedQuery query;
        private final PreparedStatement prepared;
        private final Batch parameters;

        private Entry(StatementShape shape, RepeatedQuery query) {
            this.shape = shape;
            this.query = query;
            this.prepared = new PreparedStatement(query.plan());
            this.parameters = query.plan().newParameters();
        }

        BackendPlan plan() {
            return query.plan();
        }

        PreparedStatement prepared() {
            return prepared;
        }

        Batch parameters() {
            return parameters;
        }
    }

    private final BackendSession session;
    private final StatementShape shape = new StatementShape();
    private final long[] hashes = new long[PLACES];
    private final @Nullable Entry[] entries = new Entry[PLACES];

    /** Shapes that came twice and got no plan. */
    private final boolean[] refused = new boolean[PLACES];

    private boolean hasShape;

    QueryCache(BackendSession session) {
        this.session = session;
    }

    /**
     * The entry for a text, ready to be executed, or null if the text is to be prepared.
     *
     * @throws io.omendb.sql.error.SqlException in a failed transaction
     */
    @Nullable Entry find(byte[] text, int length) {
        hasShape = shape.scan(text, length);
        if (!hasShape) {
            return null;
        }
        int place = place();
        Entry entry = entries[place];
        if (entry == null || !entry.shape.matches(shape, entry.query.lifted())) {
            return null;
        }
        if (!entry.query.isCurrent()) {
            entries[place] = null;
            return null;
        }
        return entry.query.begin(shape, entry.parameters) ? entry : null;
    }

    /** The text that was looked for last is this one statement, which could be prepared. */
    void prepared(BackendStatement statement, byte[] text, int length) {
        if (!hasShape) {
            return;
        }
        int place = place();
        if (hashes[place] != shape.hash()) {
            hashes[place] = shape.hash();
            entries[place] = null;
            refused[place] = false;
        } else if (entries[place] == null && !refused[place]) {
            RepeatedQuery query = session.repeat(statement, shape, Arrays.copyOf(text, length));
            refused[place] = query == null;
            entries[place] = query == null ? null : new Entry(shape.copy(), query);
        }
    }

    private int place() {
        long hash = shape.hash();
        return (int) (hash ^ hash >>> 32) & PLACES - 1;
    }
}
