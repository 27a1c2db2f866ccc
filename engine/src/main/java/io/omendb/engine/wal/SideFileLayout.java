package io.omendb.engine.wal;

import io.omendb.offheap.ProcessMemory;
import java.util.Locale;
import java.util.UUID;

/**
 * The side file of a long transaction: its records, as they would lie in a frame. It is forced
 * before the commit record that names it is appended, with the length and the checksum of the whole
 * file. Little-endian.
 *
 * <pre>
 *    0        8         12         16            32             40
 *   +--------+---------+----------+-------------+--------------+---------
 *   | magic  | version | reserved | database id | side file id | records
 *   | 8      | 4       | 4        | 16          | 8            | ...
 *   +--------+---------+----------+-------------+--------------+---------
 *   magic: "OMENDBSF"
 * </pre>
 */
final class SideFileLayout {
    /** "OMENDBSF" as a little-endian long. */
    static final long MAGIC = 0x4653_4244_4E45_4D4FL;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = MAGIC_OFFSET + Long.BYTES;
    static final int RESERVED_OFFSET = VERSION_OFFSET + Integer.BYTES;
    static final int DATABASE_ID_OFFSET = RESERVED_OFFSET + Integer.BYTES;
    static final int ID_OFFSET = DATABASE_ID_OFFSET + 2 * Long.BYTES;
    static final int HEADER_BYTES = ID_OFFSET + Long.BYTES;

    static final String SUFFIX = ".side";

    private static final int NAME_DIGITS = 16;

    private SideFileLayout() {}

    static String path(long id) {
        return WalFileLayout.DIRECTORY + "/" + String.format(Locale.ROOT, "%016x", id) + SUFFIX;
    }

    /** The id that a name (without its directory) says, or -1 if it is no side file. */
    static long idOf(String name) {
        if (name.length() != NAME_DIGITS + SUFFIX.length() || !name.endsWith(SUFFIX)) {
            return -1;
        }
        try {
            return Long.parseLong(name, 0, NAME_DIGITS, 16);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    static void encodeHeader(long target, UUID databaseId, long id) {
        ProcessMemory.putLong(target + MAGIC_OFFSET, MAGIC);
        ProcessMemory.putInt(target + VERSION_OFFSET, WalFileLayout.VERSION);
        ProcessMemory.putInt(target + RESERVED_OFFSET, 0);
        ProcessMemory.putLong(target + DATABASE_ID_OFFSET, databaseId.getMostSignificantBits());
        ProcessMemory.putLong(
                target + DATABASE_ID_OFFSET + Long.BYTES, databaseId.getLeastSignificantBits());
        ProcessMemory.putLong(target + ID_OFFSET, id);
    }

    static boolean isHeader(long source, UUID databaseId, long id) {
        return ProcessMemory.getLong(source + MAGIC_OFFSET) == MAGIC
                && ProcessMemory.getInt(source + VERSION_OFFSET) == WalFileLayout.VERSION
                && ProcessMemory.getLong(source + DATABASE_ID_OFFSET)
                        == databaseId.getMostSignificantBits()
                && ProcessMemory.getLong(source + DATABASE_ID_OFFSET + Long.BYTES)
                        == databaseId.getLeastSignificantBits()
                && ProcessMemory.getLong(source + ID_OFFSET) == id;
    }
}
