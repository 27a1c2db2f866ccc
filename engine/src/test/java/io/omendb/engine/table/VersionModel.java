package io.omendb.engine.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a table with versions means, in plain collections: every row keeps every version for ever.
 */
final class VersionModel {

    /** A transaction; {@code lsn} is 0 until it commits. */
    static final class Txn {
        final int slot;
        long lsn;
        boolean ended;
        int command;
        final List<Row> changed = new ArrayList<>();

        Txn(int slot) {
            this.slot = slot;
        }
    }

    /** A version; {@code values} is null for a deletion. */
    record Version(Txn txn, int command, Object[] values) {}

    static final class Row {
        final long id;
        final List<Version> versions = new ArrayList<>();

        Row(long id) {
            this.id = id;
        }

        Version newest() {
            return versions.isEmpty() ? null : versions.getLast();
        }

        Object[] seenBy(long snapshotLsn, Txn own, int command) {
            for (Version version : versions.reversed()) {
                boolean sees =
                        version.txn == own
                                ? version.command < command
                                : version.txn.lsn != 0 && version.txn.lsn <= snapshotLsn;
                if (sees) {
                    return version.values;
                }
            }
            return null;
        }
    }

    final List<Row> rows = new ArrayList<>();
    final Map<Long, Row> byId = new HashMap<>();

    Row insert(long id, Txn txn, Object[] values) {
        Row row = new Row(id);
        rows.add(row);
        byId.put(id, row);
        change(row, txn, values);
        return row;
    }

    void change(Row row, Txn txn, Object[] values) {
        row.versions.add(new Version(txn, txn.command, values));
        txn.changed.add(row);
    }

    /** Takes the transaction's last change back and says of which row it was. */
    Row undoLast(Txn txn) {
        Row row = txn.changed.removeLast();
        Version gone = row.versions.removeLast();
        if (gone.txn != txn) {
            throw new AssertionError("the newest version is another transaction's");
        }
        return row;
    }

    Map<Long, Object[]> seenBy(long lsn, Txn own, int command) {
        Map<Long, Object[]> seen = new HashMap<>();
        for (Row row : rows) {
            Object[] values = row.seenBy(lsn, own, command);
            if (values != null && seen.put(row.id, values) != null) {
                throw new AssertionError("two rows at " + row.id + " are seen by one snapshot");
            }
        }
        return seen;
    }

    RowState stateOf(Row row, Txn own) {
        Version newest = row.newest();
        if (newest == null) {
            return RowState.NONE;
        }
        boolean deleted = newest.values == null;
        if (newest.txn == own) {
            return deleted ? RowState.OWN_DELETED : RowState.OWN_LIVE;
        }
        if (!newest.txn.ended) {
            return RowState.IN_PROGRESS_OTHER;
        }
        return deleted ? RowState.DELETED_COMMITTED : RowState.LIVE_COMMITTED;
    }

    /** Whether a key of column 0 may be given to a new row. */
    KeyConflict conflict(Object key, Txn own, Row except) {
        KeyConflict found = KeyConflict.NONE;
        for (Row row : rows) {
            if (row == except) {
                continue;
            }
            switch (stateOf(row, own)) {
                case LIVE_COMMITTED, OWN_LIVE -> {
                    if (Objects.equals(row.newest().values[0], key)) {
                        return KeyConflict.LIVE;
                    }
                }
                case IN_PROGRESS_OTHER -> {
                    Txn other = row.newest().txn;
                    for (Version version : row.versions.reversed()) {
                        if (version.values != null && Objects.equals(version.values[0], key)) {
                            found = KeyConflict.IN_PROGRESS;
                        }
                        if (version.txn != other) {
                            break;
                        }
                    }
                }
                case NONE, DELETED_COMMITTED, OWN_DELETED -> {}
            }
        }
        return found;
    }
}
