package io.omendb.engine.api;

import io.omendb.sql.types.ByteSink;

/**
 * A running statement of a session. Used by the thread that uses the session.
 *
 * <p>The caller advances it until it is {@link Progress#DONE}, or closes it.
 */
public interface Execution extends AutoCloseable {
    /**
     * Goes on as far as it can without blocking.
     *
     * @param sink takes the rows
     * @param rowsMax how many rows to deliver at most in this call, {@link Long#MAX_VALUE} for all
     * @throws io.omendb.sql.error.SqlException if the statement failed; its transaction has been
     *     taken back
     */
    Progress advance(RowSink sink, long rowsMax);

    /** After {@link Progress#DONE}: writes the command tag, such as {@code INSERT 0 1}. */
    void writeTag(ByteSink out);

    /** After {@link Progress#DONE}: rows returned or changed. */
    long rowCount();

    /** Whether {@link #copyData} may be called now; otherwise {@link #advance} says when. */
    default boolean copyReady() {
        return false;
    }

    /** Takes bytes of COPY FROM STDIN, cut anywhere; copied before the method returns. */
    default void copyData(byte[] bytes, int offset, int length) {
        throw new IllegalStateException("not a COPY FROM STDIN");
    }

    /** No more data comes; {@link #advance} finishes. */
    default void copyDone() {
        throw new IllegalStateException("not a COPY FROM STDIN");
    }

    /** The client gave up, for the reason that it states; {@link #advance} throws. */
    default void copyFail(String message) {
        throw new IllegalStateException("not a COPY FROM STDIN");
    }

    /** Gives back what it holds; a running statement is cancelled. */
    @Override
    void close();
}
