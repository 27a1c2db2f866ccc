package io.omendb.engine.wal;

import io.omendb.offheap.ProcessMemory;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file of the log: a header of one page, then the bytes of the log from the file's first LSN on.
 * All files of a log have one length, and its bytes run from the end of one file to the page after
 * the header of the next, so an LSN says file and offset. What is not written yet is zero.
 * Little-endian.
 *
 * <pre>
 *    0        8         12             16            32         40          48          56      60      4096
 *   +--------+---------+--------------+-------------+----------+-----------+-----------+-------+-------+------
 *   | magic  | version | header bytes | database id | sequence | first LSN | file size | crc32c| zeros | log
 *   | 8      | 4       | 4            | 16          | 8        | 8         | 8         | 4     |       |
 *   +--------+---------+--------------+-------------+----------+-----------+-----------+-------+-------+------
 *   magic: "OMENDBWL"    crc32c: of the bytes 0 to 56
 * </pre>
 */
final class WalFileLayout {
    static final int VERSION = 1;

    /** "OMENDBWL" as a little-endian long. */
    static final long MAGIC = 0x4C57_4244_4E45_4D4FL;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = MAGIC_OFFSET + Long.BYTES;
    static final int HEADER_BYTES_OFFSET = VERSION_OFFSET + Integer.BYTES;
    static final int DATABASE_ID_OFFSET = HEADER_BYTES_OFFSET + Integer.BYTES;
    static final int SEQUENCE_OFFSET = DATABASE_ID_OFFSET + 2 * Long.BYTES;
    static final int FIRST_LSN_OFFSET = SEQUENCE_OFFSET + Long.BYTES;
    static final int FILE_BYTES_OFFSET = FIRST_LSN_OFFSET + Long.BYTES;
    static final int CRC_OFFSET = FILE_BYTES_OFFSET + Long.BYTES;
    static final int HEADER_END = CRC_OFFSET + Integer.BYTES;

    /** Where the log's bytes begin. */
    static final int HEADER_BYTES = 4096;

    static final String DIRECTORY = "wal";
    static final String SUFFIX = ".wal";
    static final String UNFINISHED_SUFFIX = ".tmp";

    private static final int NAME_DIGITS = 16;

    private WalFileLayout() {}

    /** The path of a file of the log. */
    static String path(long sequence) {
        return DIRECTORY + "/" + String.format(Locale.ROOT, "%016x", sequence) + SUFFIX;
    }

    /** The sequence that a name (without its directory) says, or -1 if it is no file of the log. */
    static long sequenceOf(String name) {
        if (name.length() != NAME_DIGITS + SUFFIX.length() || !name.endsWith(SUFFIX)) {
            return -1;
        }
        try {
            return Long.parseLong(name, 0, NAME_DIGITS, 16);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Log bytes in a file. */
    static long payloadBytes(long fileBytes) {
        return fileBytes - HEADER_BYTES;
    }

    /** The file in which the byte at an LSN lies. */
    static long sequenceAt(long lsn, long fileBytes) {
        return lsn / payloadBytes(fileBytes);
    }

    /** Where in its file the byte at an LSN lies. */
    static long offsetAt(long lsn, long fileBytes) {
        return HEADER_BYTES + lsn % payloadBytes(fileBytes);
    }

    /** The LSN of a file's first log byte. */
    static long firstLsn(long sequence, long fileBytes) {
        return sequence * payloadBytes(fileBytes);
    }

    /**
     * Stands for one file in the frames that begin in it: a frame of another database or file is
     * not taken for one.
     */
    static long identity(UUID databaseId, long sequence) {
        long mixed =
                databaseId.getMostSignificantBits()
                        ^ Long.rotateLeft(databaseId.getLeastSignificantBits(), 29)
                        ^ (sequence + 1) * 0x9E37_79B9_7F4A_7C15L;
        mixed = (mixed ^ mixed >>> 33) * 0xFF51_AFD7_ED55_8CCDL;
        mixed = (mixed ^ mixed >>> 33) * 0xC4CE_B9FE_1A85_EC53L;
        return mixed ^ mixed >>> 33;
    }

    /** Writes a header of {@link #HEADER_BYTES} bytes at an offset of the process' memory. */
    static void encodeHeader(long target, UUID databaseId, long sequence, long fileBytes) {
        ProcessMemory.fill(target, HEADER_BYTES, (byte) 0);
        ProcessMemory.putLong(target + MAGIC_OFFSET, MAGIC);
        ProcessMemory.putInt(target + VERSION_OFFSET, VERSION);
        ProcessMemory.putInt(target + HEADER_BYTES_OFFSET, HEADER_BYTES);
        ProcessMemory.putLong(target + DATABASE_ID_OFFSET, databaseId.getMostSignificantBits());
        ProcessMemory.putLong(
                target + DATABASE_ID_OFFSET + Long.BYTES, databaseId.getLeastSignificantBits());
        ProcessMemory.putLong(target + SEQUENCE_OFFSET, sequence);
        ProcessMemory.putLong(target + FIRST_LSN_OFFSET, firstLsn(sequence, fileBytes));
        ProcessMemory.putLong(target + FILE_BYTES_OFFSET, fileBytes);
        ProcessMemory.putInt(target + CRC_OFFSET, crc(target));
    }

    private static int crc(long header) {
        CRC32C crc = new CRC32C();
        ByteBuffer view = ProcessMemory.asSlice(header, CRC_OFFSET).asByteBuffer();
        crc.update(view);
        return (int) crc.getValue();
    }

    /** What a valid header says. */
    record Header(UUID databaseId, long sequence, long fileBytes) {}

    /** Reads a header; null if it is not one, damaged, or its fields contradict each other. */
    static @Nullable Header decodeHeader(long source) {
        if (ProcessMemory.getLong(source + MAGIC_OFFSET) != MAGIC
                || ProcessMemory.getInt(source + CRC_OFFSET) != crc(source)) {
            return null;
        }
        long sequence = ProcessMemory.getLong(source + SEQUENCE_OFFSET);
        long fileBytes = ProcessMemory.getLong(source + FILE_BYTES_OFFSET);
        if (ProcessMemory.getInt(source + HEADER_BYTES_OFFSET) != HEADER_BYTES
                || sequence < 0
                || !WalConfig.isFileBytes(fileBytes)
                || ProcessMemory.getLong(source + FIRST_LSN_OFFSET)
                        != firstLsn(sequence, fileBytes)) {
            return null;
        }
        UUID databaseId =
                new UUID(
                        ProcessMemory.getLong(source + DATABASE_ID_OFFSET),
                        ProcessMemory.getLong(source + DATABASE_ID_OFFSET + Long.BYTES));
        return new Header(databaseId, sequence, fileBytes);
    }

    /** The format version that a file with our magic names, or -1 if it is not ours. */
    static int versionOf(long source) {
        return ProcessMemory.getLong(source + MAGIC_OFFSET) == MAGIC
                ? ProcessMemory.getInt(source + VERSION_OFFSET)
                : -1;
    }
}
