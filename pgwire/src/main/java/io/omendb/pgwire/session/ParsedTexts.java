package io.omendb.pgwire.session;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The statements without a name that were prepared before, found by the bytes of their texts: a
 * client that sends Parse before each execution is spared parsing and planning. A text is kept when
 * it comes the second time; a place holds the text that came last. Finding one allocates nothing.
 *
 * <p>A text with a quoted string is not kept: it may have been read as a time, as 'now' is, and
 * means another one when it is prepared again.
 */
final class ParsedTexts {
    private static final int PLACES = 64;
    private static final int LENGTH_MAX = 4_096;
    private static final long HASH_START = 0xcbf29ce484222325L;
    private static final long HASH_PRIME = 0x100000001b3L;

    private record Entry(byte[] text, int[] oids, PreparedStatement statement, BackendPlan plan) {}

    private final BackendSession session;
    private final long[] hashes = new long[PLACES];
    private final @Nullable Entry[] entries = new Entry[PLACES];
    private long hash;
    private boolean isKept;

    ParsedTexts(BackendSession session) {
        this.session = session;
    }

    /**
     * The statement for a text and the types of its first parameters, as if it had been prepared
     * now; null if it is to be prepared.
     *
     * @throws io.omendb.sql.error.SqlException in a failed transaction
     */
    @Nullable PreparedStatement find(byte[] text, int length, int[] oids, int oidCount) {
        isKept = scan(text, length);
        if (!isKept) {
            return null;
        }
        int place = place();
        Entry entry = entries[place];
        if (entry == null
                || !Arrays.equals(entry.text, 0, entry.text.length, text, 0, length)
                || !Arrays.equals(entry.oids, 0, entry.oids.length, oids, 0, oidCount)) {
            return null;
        }
        if (!session.reuse(entry.plan)) {
            entries[place] = null;
            return null;
        }
        return entry.statement;
    }

    /** The text that was looked for last has been prepared. */
    void prepared(byte[] text, int length, int[] oids, int oidCount, PreparedStatement statement) {
        BackendPlan plan = statement.plan();
        if (!isKept || plan == null) {
            return;
        }
        int place = place();
        if (hashes[place] == hash) {
            entries[place] =
                    new Entry(
                            Arrays.copyOf(text, length),
                            Arrays.copyOf(oids, oidCount),
                            statement,
                            plan);
        } else {
            hashes[place] = hash;
            entries[place] = null;
        }
    }

    /** Computes the hash; false if the text is too long or may have a quoted string. */
    private boolean scan(byte[] text, int length) {
        if (length > LENGTH_MAX) {
            return false;
        }
        long bits = HASH_START;
        for (int i = 0; i < length; i++) {
            byte c = text[i];
            boolean beginsString =
                    c == '\'' || c == '$' && (i + 1 == length || !isDigit(text[i + 1]));
            if (beginsString) {
                return false;
            }
            bits = (bits ^ c) * HASH_PRIME;
        }
        hash = bits;
        return true;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    private int place() {
        return (int) (hash ^ hash >>> 32) & PLACES - 1;
    }
}
