package io.omendb.pgwire.codec;

/**
 * One message would have made the send buffer larger than it may be; what was written of it is to
 * be abandoned.
 */
public final class SendOverflow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SendOverflow(int capacityMax) {
        super(
                "a message to the client does not fit the send buffer's " + capacityMax + " bytes",
                null,
                false,
                false);
    }
}
