package io.omendb.engine.mvcc;

/**
 * The 64-bit word that says what lies above, at or below a row's newest version.
 *
 * <pre>
 *  bit 63          35 34           3   2     1 0
 *     +--------------+--------------+-----+-----+
 *     | slot (29)    | command (32) | und | tag |   a mark: tag is CREATION, DELETION or UPDATE
 *     +--------------+--------------+-----+-----+
 *     | offset of a before-image, a multiple of 8 |   tag 0
 *     +-------------------------------------------+
 *     | 0: everyone sees the row as it lies there |
 *     +-------------------------------------------+
 * </pre>
 *
 * A row's word and a before-image's {@code next} are 0, a creation mark, a before-image, or (only a
 * row's word, and only over 0) a deletion mark. The mark of a before-image is UPDATE or DELETION.
 * The bit {@code und} belongs to the writer: the change was undone, the columns hold what was
 * before; readers look past it.
 */
public final class VersionWord {

    /** No word: everyone sees the row as it lies there. */
    public static final long NONE = 0;

    public static final int CREATION = 1;
    public static final int DELETION = 2;
    public static final int UPDATE = 3;

    /** The largest number of a transaction slot, exclusive. */
    public static final int SLOT_LIMIT = 1 << 29;

    private static final long TAG_MASK = 3;
    private static final long UNDONE = 4;
    private static final int COMMAND_SHIFT = 3;
    private static final int SLOT_SHIFT = 35;

    private VersionWord() {}

    public static long mark(int tag, int slot, int command) {
        assert tag >= CREATION && tag <= UPDATE : "tag " + tag;
        assert slot >= 0 && slot < SLOT_LIMIT : "slot " + slot;
        assert command >= 0 : "command " + command;
        return (long) slot << SLOT_SHIFT | (long) command << COMMAND_SHIFT | tag;
    }

    public static boolean isMark(long word) {
        return (word & TAG_MASK) != 0;
    }

    /** Whether the word is the offset of a before-image. */
    public static boolean isImage(long word) {
        return word != NONE && (word & TAG_MASK) == 0;
    }

    public static int tag(long mark) {
        return (int) (mark & TAG_MASK);
    }

    public static int slot(long mark) {
        return (int) (mark >>> SLOT_SHIFT);
    }

    public static int command(long mark) {
        return (int) (mark >>> COMMAND_SHIFT);
    }

    public static boolean isUndone(long mark) {
        return (mark & UNDONE) != 0;
    }

    public static long undone(long mark) {
        return mark | UNDONE;
    }
}
