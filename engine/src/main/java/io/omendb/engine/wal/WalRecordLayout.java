package io.omendb.engine.wal;

/**
 * The records of a transaction. Each begins with the same head; records follow each other without
 * gaps. Little-endian.
 *
 * <pre>
 *    0        4      5       6         8      12
 *   +--------+------+-------+---------+------+------
 *   | length | kind | flags | columns | oid  | body
 *   | 4      | 1    | 1     | 2       | 4    |
 *   +--------+------+-------+---------+------+------
 *   kind            oid        body
 *   1 INSERT        table      row id 8, row of all columns
 *   2 UPDATE        table      row id 8, column numbers 2 each, row of these columns;
 *                              flag 1: then the old key: columns 2, column numbers 2 each, row of these columns
 *   3 DELETE        table      row id 8
 *   4 CATALOG       0          bytes
 *   5 SEQUENCE      sequence   last value logged 8
 *   6 TRUNCATE      table      nothing
 *   7 ROLLBACK_TO   0          position 8: the records of this transaction from there to here are undone
 *   8 COMMIT        0          transaction id 8, time 8 (microseconds since 1970-01-01 UTC);
 *                              flag 1: then its side file: id 8, length 8, crc32c 4;
 *                              flag 2: the side file holds ROLLBACK_TO
 *
 *   row: a bit per column (set: null), then the values that are not null, in order:
 *   boolean 1, smallint 2, integer, oid, date, real 4, bigint, timestamp, double 8, others length 4 and bytes
 * </pre>
 */
final class WalRecordLayout {
    static final int LENGTH_OFFSET = 0;
    static final int KIND_OFFSET = LENGTH_OFFSET + Integer.BYTES;
    static final int FLAGS_OFFSET = KIND_OFFSET + Byte.BYTES;
    static final int COLUMNS_OFFSET = FLAGS_OFFSET + Byte.BYTES;
    static final int OID_OFFSET = COLUMNS_OFFSET + Short.BYTES;
    static final int HEAD_BYTES = OID_OFFSET + Integer.BYTES;

    static final int ROW_ID_OFFSET = HEAD_BYTES;
    static final int ROW_OFFSET = ROW_ID_OFFSET + Long.BYTES;
    static final int VALUE_OFFSET = HEAD_BYTES;

    static final int TRANSACTION_ID_OFFSET = HEAD_BYTES;
    static final int TIME_OFFSET = TRANSACTION_ID_OFFSET + Long.BYTES;
    static final int COMMIT_BYTES = TIME_OFFSET + Long.BYTES;
    static final int SIDE_FILE_OFFSET = COMMIT_BYTES;
    static final int SIDE_BYTES_OFFSET = SIDE_FILE_OFFSET + Long.BYTES;
    static final int SIDE_CRC_OFFSET = SIDE_BYTES_OFFSET + Long.BYTES;
    static final int COMMIT_SIDE_BYTES = SIDE_CRC_OFFSET + Integer.BYTES;

    static final int SEQUENCE_BYTES = VALUE_OFFSET + Long.BYTES;

    static final byte FLAG_OLD_KEY = 1;
    static final byte FLAG_SIDE_FILE = 1;
    static final byte FLAG_SIDE_ROLLBACKS = 2;

    private WalRecordLayout() {}

    /** The kinds, with the number that stands for each in a record. */
    static final byte INSERT = 1;

    static final byte UPDATE = 2;
    static final byte DELETE = 3;
    static final byte CATALOG = 4;
    static final byte SEQUENCE = 5;
    static final byte TRUNCATE = 6;
    static final byte ROLLBACK_TO = 7;
    static final byte COMMIT = 8;
}
