package io.omendb.engine.api;

import io.omendb.sql.types.ByteSink;
import java.nio.charset.StandardCharsets;

/**
 * Command tags as CommandComplete carries them: a fixed text, followed by a number of rows where
 * there is one.
 */
final class CommandTag {
    static final CommandTag SELECT = new CommandTag("SELECT ");
    static final CommandTag INSERT = new CommandTag("INSERT 0 ");
    static final CommandTag UPDATE = new CommandTag("UPDATE ");
    static final CommandTag DELETE = new CommandTag("DELETE ");
    static final CommandTag COPY = new CommandTag("COPY ");

    private static final int DIGITS_MAX = 19;

    private final byte[] text;

    private CommandTag(String text) {
        this.text = text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A tag without a number of rows. */
    static CommandTag of(String text) {
        return new CommandTag(text);
    }

    /** The tag's words. */
    @Override
    public String toString() {
        return new String(text, StandardCharsets.US_ASCII).strip();
    }

    void write(ByteSink out) {
        out.put(text, 0, text.length);
    }

    /** The tag, then the number in decimal. */
    void write(long rows, ByteSink out) {
        write(out);
        long divisor = 1;
        for (int digits = 1; digits < DIGITS_MAX && rows / divisor >= 10; digits++) {
            divisor *= 10;
        }
        for (; divisor > 0; divisor /= 10) {
            out.put((byte) ('0' + rows / divisor % 10));
        }
    }
}
