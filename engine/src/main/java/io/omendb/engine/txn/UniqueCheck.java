package io.omendb.engine.txn;

import io.omendb.engine.table.KeyConflict;
import io.omendb.engine.table.TableIndex;
import io.omendb.sql.catalog.ColumnDefinition;
import io.omendb.sql.catalog.IndexDefinition;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.ByteArraySink;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.TypeCodec;
import io.omendb.sql.vector.Batch;
import org.jspecify.annotations.Nullable;

/**
 * Whether the keys of a row are free in a table's unique indexes. Reused; the writer has one.
 * Thread: writer.
 */
final class UniqueCheck {
    private static final int NO_COLUMNS = -1;

    private @Nullable TableIndex conflicting;
    private int conflictingOid = NO_COLUMNS;

    /** What stands against inserting a row of the batch. */
    KeyConflict beforeInsert(StoredTable stored, Batch batch, int row, int ownSlot) {
        for (int i = 0; i < stored.indexCount(); i++) {
            TableIndex index = stored.indexAt(i);
            if (index.isUnique()) {
                KeyConflict conflict = index.conflictOfInsert(batch, row, ownSlot);
                if (conflict != KeyConflict.NONE) {
                    conflicting = index;
                    conflictingOid = stored.indexOidAt(i);
                    return conflict;
                }
            }
        }
        return KeyConflict.NONE;
    }

    /** What stands against giving a row the values of the changed columns. */
    KeyConflict beforeUpdate(
            StoredTable stored, long rowId, int[] columns, Batch values, int row, int ownSlot) {
        for (int i = 0; i < stored.indexCount(); i++) {
            TableIndex index = stored.indexAt(i);
            if (index.isUnique()) {
                KeyConflict conflict = index.conflictOfUpdate(rowId, columns, values, row, ownSlot);
                if (conflict != KeyConflict.NONE) {
                    conflicting = index;
                    conflictingOid = stored.indexOidAt(i);
                    return conflict;
                }
            }
        }
        return KeyConflict.NONE;
    }

    /** The transaction whose end decides the last conflict. */
    int conflictSlot() {
        TableIndex index = conflicting;
        assert index != null;
        return index.conflictSlot();
    }

    /** The row that the last conflict was with. */
    long conflictRow() {
        TableIndex index = conflicting;
        assert index != null;
        return index.conflictRow();
    }

    /**
     * 23505 in PostgreSQL's words.
     *
     * @param row holds, in row 0, all columns of the row that has the key
     */
    SqlException violation(TableDefinition table, Batch row, int rowIndex) {
        for (IndexDefinition index : table.indexes()) {
            if (index.oid() == conflictingOid) {
                return violation(table, index, row, rowIndex);
            }
        }
        throw new IllegalStateException("no index " + conflictingOid + " in table " + table.name());
    }

    static SqlException violation(
            TableDefinition table, IndexDefinition index, Batch row, int rowIndex) {
        return SqlException.of(
                        SqlState.UNIQUE_VIOLATION,
                        "duplicate key value violates unique constraint \"" + index.name() + "\"")
                .withDetail("Key " + describeKey(table, index, row, rowIndex) + " already exists.")
                .withTable(table.schema(), table.name())
                .withConstraint(index.name());
    }

    /** {@code (a, b)=(1, 2)}. */
    static String describeKey(
            TableDefinition table, IndexDefinition index, Batch row, int rowIndex) {
        StringBuilder names = new StringBuilder();
        ByteArraySink values = new ByteArraySink();
        for (int column : index.columns()) {
            ColumnDefinition definition = table.columns().get(column);
            if (!names.isEmpty()) {
                names.append(", ");
                values.put((byte) ',');
                values.put((byte) ' ');
            }
            names.append(definition.name());
            TypeCodec.of(definition.type().kind())
                    .formatText(
                            row.columns[column],
                            rowIndex,
                            definition.type(),
                            SessionFormat.DEFAULT,
                            values);
        }
        return "(" + names + ")=(" + values + ")";
    }
}
