package io.omendb.pgwire.session;

/** What a session asks of the connection that it belongs to. Same thread. */
public interface SessionHost {
    /** Number of the session, as a client's cancel request names it. */
    int processId();

    /**
     * The secret of the session for a client that takes {@code length} bytes; cancel requests have
     * to show the same.
     */
    byte[] secret(int length);

    /** False if there were too many sessions when the client came. */
    boolean isAdmitted();

    /** A client asks to cancel what another session runs. */
    void cancelRequested(int processId, byte[] secret);

    /** Start-up has succeeded. */
    void opened(BackendSession session);

    /** To be called when an execution of this session can go on. */
    Wakeup wakeup();
}
