package io.omendb.engine.table;

import io.omendb.alex.RowKeys;
import io.omendb.engine.mvcc.VersionWord;

/**
 * The keys of an index's rows as they lie in their columns: rows whose keys ascend with their ids
 * need no entries.
 *
 * <p>The key of a row in place changes with an update or its undoing. Before the update the row is
 * detached ({@link IndexSet#addUpdated}), and until its before-images have gone it is not settled.
 * The key of a slot that is used again changes with that; by then the row's entry has gone ({@link
 * TablePruner}).
 */
final class StoredKeys implements RowKeys {

    private final Table table;
    private final TableShape shape;
    private final int[] columns;
    private final KeyCodec codec;
    private final RowAddress row = new RowAddress();

    StoredKeys(Table table, TableShape shape, int[] columns, KeyCodec codec) {
        this.table = table;
        this.shape = shape;
        this.columns = columns;
        this.codec = codec;
    }

    @Override
    public boolean isSettled(long rowId) {
        if (table.isInInsertRun(rowId)) {
            return false;
        }
        row.resolve(table.groups(), rowId);
        return row.isPresent() && !VersionWord.isImage(table.chains().word(row));
    }

    @Override
    public Reader reader() {
        RowAddress address = new RowAddress();
        RowKey key = new RowKey(shape, columns, codec);
        return rowId -> {
            address.resolve(table.groups(), rowId);
            key.load(address);
            return key.key();
        };
    }
}
