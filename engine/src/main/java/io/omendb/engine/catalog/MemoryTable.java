package io.omendb.engine.catalog;

import io.omendb.engine.catalog.SystemTable.RowProducer;
import io.omendb.sql.catalog.IndexDefinition;
import io.omendb.sql.catalog.TableDefinition;
import java.util.Map;

/** The rows about memory: what the blocks of each table and index are for, and all others. */
final class MemoryTable {
    private MemoryTable() {}

    static void register(Map<String, RowProducer> producers) {
        producers.put("pg_catalog.omen_memory", MemoryTable::memory);
    }

    private static void memory(SystemSnapshot snapshot, SystemRows rows) {
        TableStatistics statistics = snapshot.catalog().statistics();
        for (TableDefinition table : snapshot.catalog().userTables()) {
            for (MemoryUse use : statistics.memory(table.oid())) {
                add(rows, use)
                        .set("relid", table.oid())
                        .set("schemaname", table.schema())
                        .set("relname", table.name());
            }
            for (IndexDefinition index : table.indexes()) {
                for (MemoryUse use : statistics.memory(index.oid())) {
                    add(rows, use)
                            .set("relid", table.oid())
                            .set("indexrelid", index.oid())
                            .set("schemaname", table.schema())
                            .set("relname", table.name())
                            .set("indexrelname", index.name());
                }
            }
        }
        for (MemoryUse use : statistics.sharedMemory()) {
            add(rows, use);
        }
    }

    private static SystemRows add(SystemRows rows, MemoryUse use) {
        rows.add().set("kind", use.kind()).set("bytes", use.bytes());
        return use.count() == MemoryUse.UNCOUNTED ? rows : rows.set("count", use.count());
    }
}
