package io.omendb.pgwire.session;

/**
 * How large things of a session may become.
 *
 * @param receiveBytesInitial size of a new receive buffer
 * @param messageBytesMax longest message that is taken, its type and length included
 * @param sendBytesInitial size of a new send buffer
 * @param sendBytesFull unsent bytes at which producing stops until the client has read
 * @param sendBytesMax what a send buffer may grow to for one row
 * @param portalsMax named portals per session, and how many prepared statements it remembers
 */
public record SessionLimits(
        int receiveBytesInitial,
        int messageBytesMax,
        int sendBytesInitial,
        int sendBytesFull,
        int sendBytesMax,
        int portalsMax) {
    private static final int BYTES_MIN = 1024;

    /** 32 and 16 KiB, growing to 256 MiB for large messages. */
    public static final SessionLimits DEFAULT =
            new SessionLimits(
                    32 << 10, 256 << 20, 16 << 10, 256 << 10, (256 << 20) + (1 << 20), 65_536);

    public SessionLimits {
        if (receiveBytesInitial < BYTES_MIN
                || messageBytesMax < receiveBytesInitial
                || messageBytesMax > 1 << 30) {
            throw new IllegalArgumentException(
                    "messages of up to "
                            + messageBytesMax
                            + " bytes, received into "
                            + receiveBytesInitial);
        }
        if (sendBytesInitial < BYTES_MIN
                || sendBytesFull < sendBytesInitial
                || sendBytesMax < sendBytesFull) {
            throw new IllegalArgumentException(
                    "send buffer of "
                            + sendBytesInitial
                            + " bytes, full at "
                            + sendBytesFull
                            + ", at most "
                            + sendBytesMax);
        }
        if (portalsMax < 1) {
            throw new IllegalArgumentException("at most " + portalsMax + " portals");
        }
    }

    /** With another longest message; a row that is sent may be as long. */
    public SessionLimits withMessageBytesMax(int bytes) {
        int sendMax = Math.max(sendBytesFull, bytes + (bytes >> 4));
        return new SessionLimits(
                Math.min(receiveBytesInitial, bytes),
                bytes,
                sendBytesInitial,
                sendBytesFull,
                sendMax,
                portalsMax);
    }
}
