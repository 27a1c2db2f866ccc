package io.omendb.server;

/** The server cannot start: one line that says why, and the status to end with. */
final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitStatus status;

    StartException(ExitStatus status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    ExitStatus status() {
        return status;
    }
}
