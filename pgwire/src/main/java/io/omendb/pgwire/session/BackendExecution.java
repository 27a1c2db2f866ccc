package io.omendb.pgwire.session;

import io.omendb.sql.types.ByteSink;

/** A running statement. Same thread as its session. */
public interface BackendExecution extends AutoCloseable {
    /** What became of a call to {@link #advance}. */
    enum Progress {
        DONE,
        /** As many rows as were asked for were delivered. */
        SUSPENDED,
        /** The sink took fewer rows than there were; advance again when it has room. */
        SINK_FULL,
        /** The session's {@link Wakeup} says when to advance again. */
        WAITING,
        /** Data of COPY FROM STDIN is needed. */
        COPY_IN
    }

    /**
     * Goes on as far as it can.
     *
     * @param rowsMax how many rows to deliver at most, {@link Long#MAX_VALUE} for all
     * @throws io.omendb.sql.error.SqlException if the statement failed; it is then undone
     */
    Progress advance(RowSink sink, long rowsMax);

    /** After DONE: writes the command tag, such as {@code INSERT 0 1}. */
    void writeTag(ByteSink out);

    /** True if {@link #copyData} may be called; otherwise {@link #advance} tells when. */
    boolean copyReady();

    /** Bytes of COPY FROM STDIN, cut anywhere; copied before the method returns. */
    void copyData(byte[] bytes, int offset, int length);

    /** No more data comes; {@link #advance} finishes. */
    void copyDone();

    /** The client gave up; {@link #advance} throws. */
    void copyFail(String message);

    /** Gives back what it holds; a running one is cancelled. */
    @Override
    void close();
}
