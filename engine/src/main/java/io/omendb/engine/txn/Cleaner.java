package io.omendb.engine.txn;

import io.omendb.engine.table.RowStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * What the writer does between its operations, in bounded steps: prunes versions that no snapshot
 * needs and frees the storages of dropped tables.
 *
 * <p>Thread: writer.
 */
final class Cleaner {
    /** A storage that no snapshot at or above {@code lsn} needs. */
    private record Retired(StoredTable stored, long lsn) {}

    private final SchemaStore schemas;
    private final RowStore rows;
    private final Deque<Retired> retired = new ArrayDeque<>();

    Cleaner(SchemaStore schemas) {
        this.schemas = schemas;
        this.rows = schemas.rows();
    }

    /** Frees these when every snapshot has reached {@code lsn}. */
    void retire(List<StoredTable> storages, long lsn) {
        for (StoredTable stored : storages) {
            retired.add(new Retired(stored, lsn));
        }
    }

    /** One bounded step; returns how much it did. A freed storage is taken apart in later ones. */
    int step(int steps) {
        int done = rows.prune(steps);
        if (!retired.isEmpty()) {
            done += freeRetired(rows.horizon());
        }
        return done;
    }

    private int freeRetired(long horizon) {
        int freed = 0;
        for (Iterator<Retired> it = retired.iterator(); it.hasNext(); ) {
            Retired candidate = it.next();
            if (candidate.lsn() <= horizon) {
                it.remove();
                schemas.free(candidate.stored());
                freed++;
            }
        }
        return freed;
    }
}
