package io.omendb.pgwire.codec;

/**
 * The client broke the protocol: the connection cannot be trusted to be in step any more, so it is
 * told why (FATAL, 08P01) and closed. Carries no stack trace: it is an expected outcome of what a
 * stranger may send.
 */
public final class ProtocolViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ProtocolViolation(String message) {
        super(message, null, false, false);
    }
}
