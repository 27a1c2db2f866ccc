package io.omendb.engine.wal;

/**
 * A frame: the unit that is valid or not. It holds the records of one transaction, the commit
 * record last, or one record that stands outside of transactions (SEQUENCE). One frame per commit,
 * so that a transaction is there exactly when its checksum is right, the writer can seal it while
 * the bytes are in its cache, and the flusher need not look into what it writes. Frames begin at
 * multiples of 8 and may lie across two files. Little-endian.
 *
 * <pre>
 *    0        4        8     16              24            32             36        40
 *   +--------+--------+-----+---------------+-------------+--------------+---------+---------+-------------+
 *   | crc32c | length | LSN | file identity | durable LSN | record bytes | kind    | records | 0 to 7 zeros|
 *   | 4      | 4      | 8   | 8             | 8           | 4            | 4       | ...     |             |
 *   +--------+--------+-----+---------------+-------------+--------------+---------+---------+-------------+
 *   crc32c: of the bytes 4 to length    length: of all, a multiple of 8    LSN: of the frame's first byte
 *   file identity: of the file in which it begins    durable LSN: known to be forced when it was appended
 *   kind: 1 a transaction, 2 a record outside of transactions
 * </pre>
 *
 * <p>A transaction's commit LSN is the end of its frame.
 */
final class WalFrameLayout {
    static final int CRC_OFFSET = 0;
    static final int LENGTH_OFFSET = CRC_OFFSET + Integer.BYTES;
    static final int LSN_OFFSET = LENGTH_OFFSET + Integer.BYTES;
    static final int IDENTITY_OFFSET = LSN_OFFSET + Long.BYTES;
    static final int DURABLE_LSN_OFFSET = IDENTITY_OFFSET + Long.BYTES;
    static final int RECORD_BYTES_OFFSET = DURABLE_LSN_OFFSET + Long.BYTES;
    static final int KIND_OFFSET = RECORD_BYTES_OFFSET + Integer.BYTES;
    static final int HEADER_BYTES = KIND_OFFSET + Integer.BYTES;

    static final int ALIGNMENT = 8;

    static final int KIND_TRANSACTION = 1;
    static final int KIND_STANDALONE = 2;

    /** Larger ones are not written (their transaction has a side file) and not believed. */
    static final int LENGTH_MAX = 64 << 20;

    private WalFrameLayout() {}

    /** The length of a frame that holds so many bytes of records. */
    static int frameBytes(long recordBytes) {
        return Math.toIntExact(HEADER_BYTES + recordBytes + ALIGNMENT - 1 & -ALIGNMENT);
    }
}
