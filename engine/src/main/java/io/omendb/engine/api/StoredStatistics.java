package io.omendb.engine.api;

import io.omendb.engine.catalog.TableStatistics;
import io.omendb.engine.txn.StoredTable;

/** Sizes of tables from the counters that the tables keep. */
final class StoredStatistics implements TableStatistics {
    private final Database database;

    StoredStatistics(Database database) {
        this.database = database;
    }

    @Override
    public long rows(int tableOid) {
        StoredTable stored = database.schemas().committed().table(tableOid);
        return stored == null ? 0 : stored.table().liveRows();
    }

    @Override
    public long bytes(int relationOid) {
        StoredTable stored = database.schemas().committed().table(relationOid);
        return stored == null
                ? 0
                : stored.table().liveRows() * stored.table().types().size() * Long.BYTES;
    }
}
