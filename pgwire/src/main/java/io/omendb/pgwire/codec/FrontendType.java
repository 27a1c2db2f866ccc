package io.omendb.pgwire.codec;

/**
 * The first bytes of messages that a client sends, and how long each may be (PostgreSQL 18,
 * "Message Formats").
 */
public final class FrontendType {
    public static final byte BIND = 'B';
    public static final byte CLOSE = 'C';
    public static final byte COPY_DATA = 'd';
    public static final byte COPY_DONE = 'c';
    public static final byte COPY_FAIL = 'f';
    public static final byte DESCRIBE = 'D';
    public static final byte EXECUTE = 'E';
    public static final byte FLUSH = 'H';
    public static final byte FUNCTION_CALL = 'F';
    public static final byte PARSE = 'P';
    public static final byte PASSWORD = 'p';
    public static final byte QUERY = 'Q';
    public static final byte SYNC = 'S';
    public static final byte TERMINATE = 'X';

    /** What a message without large contents may have at most, as in PostgreSQL. */
    static final int LENGTH_MAX_SMALL = 10_000;

    private FrontendType() {}

    /**
     * The largest length word that a message of {@code type} may have.
     *
     * @throws ProtocolViolation if there is no such message
     */
    static int lengthMax(byte type, int lengthMaxLarge) {
        return switch (type) {
            case QUERY, PARSE, BIND, FUNCTION_CALL, COPY_DATA -> lengthMaxLarge;
            case CLOSE, COPY_DONE, COPY_FAIL, DESCRIBE, EXECUTE, FLUSH, PASSWORD, SYNC, TERMINATE ->
                    Math.min(LENGTH_MAX_SMALL, lengthMaxLarge);
            default ->
                    throw new ProtocolViolation("invalid frontend message type " + (type & 0xff));
        };
    }
}
