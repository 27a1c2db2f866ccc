package io.omendb.engine.wal;

import io.omendb.offheap.ProcessMemory;
import io.omendb.sql.vector.Batch;

/** A record in the process' memory, as a visitor sees it. */
public final class WalRecord {
    /** What a record says. */
    public enum Kind {
        /** A row was inserted: {@link WalRecord#decodeRow}. */
        INSERT,
        /** Columns of a row were changed: {@link WalRecord#column}, {@link WalRecord#decodeRow}. */
        UPDATE,
        /** A row was deleted. */
        DELETE,
        /** The catalog changed: {@link WalRecord#catalogBytes()}. */
        CATALOG,
        /** All rows of a table went. */
        TRUNCATE
    }

    private long offset;
    private int length;
    private Kind kind = Kind.INSERT;

    WalRecord() {}

    void wrap(long recordOffset, int recordLength, Kind recordKind) {
        offset = recordOffset;
        length = recordLength;
        kind = recordKind;
    }

    /** Its kind. */
    public Kind kind() {
        return kind;
    }

    /** The table's oid: of all but CATALOG. */
    public int tableOid() {
        return ProcessMemory.getInt(offset + WalRecordLayout.OID_OFFSET);
    }

    /** The row's id: of INSERT, UPDATE, DELETE. */
    public long rowId() {
        return ProcessMemory.getLong(offset + WalRecordLayout.ROW_ID_OFFSET);
    }

    /** Columns that the row has here: all (INSERT) or those that were changed (UPDATE). */
    public int columnCount() {
        return ProcessMemory.getShort(offset + WalRecordLayout.COLUMNS_OFFSET) & 0xFFFF;
    }

    /** The number of a changed column of an UPDATE. */
    public int column(int index) {
        return ProcessMemory.getShort(offset + WalRecordLayout.ROW_OFFSET + 2L * index) & 0xFFFF;
    }

    /** Whether an UPDATE names the old primary key. */
    public boolean hasOldKey() {
        return kind == Kind.UPDATE
                && (ProcessMemory.getByte(offset + WalRecordLayout.FLAGS_OFFSET)
                                & WalRecordLayout.FLAG_OLD_KEY)
                        != 0;
    }

    /**
     * Reads the columns that the record has into a row of a batch that has all columns of the
     * table.
     */
    public void decodeRow(RowCodec codec, Batch batch, int row) {
        decodeColumns(codec, batch, row);
    }

    private long decodeColumns(RowCodec codec, Batch batch, int row) {
        long end = offset + length;
        long at = offset + WalRecordLayout.ROW_OFFSET;
        return switch (kind) {
            case INSERT -> {
                if (columnCount() != codec.columnCount()) {
                    throw new IllegalArgumentException(
                            "row of "
                                    + columnCount()
                                    + " columns, table of "
                                    + codec.columnCount());
                }
                yield codec.decode(at, end, batch, row);
            }
            case UPDATE ->
                    codec.decode(at, columnCount(), at + 2L * columnCount(), end, batch, row);
            case DELETE, CATALOG, TRUNCATE -> throw new IllegalStateException(kind + " has no row");
        };
    }

    /** A copy of the bytes of a CATALOG record. */
    public byte[] catalogBytes() {
        byte[] copy = new byte[length - WalRecordLayout.HEAD_BYTES];
        ProcessMemory.copyTo(offset + WalRecordLayout.HEAD_BYTES, copy, 0, copy.length);
        return copy;
    }
}
