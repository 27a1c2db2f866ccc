package io.omendb.engine.txn;

import io.omendb.engine.catalog.Catalog;
import org.eclipse.collections.api.map.primitive.ImmutableIntObjectMap;
import org.jspecify.annotations.Nullable;

/**
 * A catalog and the storages that belong to it, as one immutable value.
 *
 * @param catalog the definitions
 * @param tables the storages by table OID
 * @param lsn the commit that made it: an answer that rests on it waits until that is durable
 */
public record Schema(Catalog catalog, ImmutableIntObjectMap<StoredTable> tables, long lsn) {
    /** The storage of a table, or null if the schema has no such table. */
    public @Nullable StoredTable table(int oid) {
        return tables.get(oid);
    }

    Schema withLsn(long commitLsn) {
        return new Schema(catalog, tables, commitLsn);
    }
}
