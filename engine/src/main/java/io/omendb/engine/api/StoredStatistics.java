package io.omendb.engine.api;

import io.omendb.alex.AlexMemory;
import io.omendb.engine.catalog.MemoryUse;
import io.omendb.engine.catalog.TableStatistics;
import io.omendb.engine.table.TableIndex;
import io.omendb.engine.table.TableMemory;
import io.omendb.engine.txn.StoredTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sizes of tables and indexes from the counters that they keep, as of the committed schema. */
final class StoredStatistics implements TableStatistics {
    private final Database database;

    StoredStatistics(Database database) {
        this.database = database;
    }

    @Override
    public long rows(int tableOid) {
        StoredTable stored = table(tableOid);
        return stored == null ? 0 : stored.table().liveRows();
    }

    @Override
    public long bytes(int relationOid) {
        StoredTable stored = table(relationOid);
        if (stored != null) {
            return stored.table().memory().bytes();
        }
        TableIndex index = index(relationOid);
        return index == null ? 0 : index.bytes();
    }

    @Override
    public List<MemoryUse> memory(int relationOid) {
        StoredTable stored = table(relationOid);
        if (stored != null) {
            return usesOf(stored.table().memory());
        }
        TableIndex index = index(relationOid);
        return index == null ? List.of() : usesOf(index.memory());
    }

    @Override
    public List<MemoryUse> sharedMemory() {
        return database.sharedMemory(relationBytes());
    }

    @Override
    public long databaseBytes() {
        return database.storedBytes();
    }

    private static List<MemoryUse> usesOf(TableMemory memory) {
        return List.of(
                new MemoryUse("rows", memory.rows(), memory.rowBytes()),
                new MemoryUse("free slots", memory.freeSlots(), memory.freeSlotBytes()),
                new MemoryUse("row headers", memory.groups(), memory.headerBytes()),
                new MemoryUse("strings", memory.strings(), memory.stringBytes()),
                new MemoryUse("free strings", MemoryUse.UNCOUNTED, memory.freeStringBytes()),
                new MemoryUse("versions", memory.versions(), memory.versionBytes()),
                new MemoryUse("version words", memory.wordVectors(), memory.wordBytes()));
    }

    private static List<MemoryUse> usesOf(AlexMemory memory) {
        return List.of(
                new MemoryUse("entries", memory.entries(), memory.entryBytes()),
                new MemoryUse("gaps", memory.gaps(), memory.gapBytes()),
                new MemoryUse(
                        "node headers",
                        memory.dataNodes() + memory.runs(),
                        memory.dataHeaderBytes() + memory.runBytes()),
                new MemoryUse("inner nodes", memory.innerNodes(), memory.innerBytes()),
                new MemoryUse("row id lists", memory.lists(), memory.listBytes()));
    }

    /** Of all tables and indexes that have been committed. */
    private long relationBytes() {
        long bytes = 0;
        for (StoredTable stored : database.schemas().committed().tables()) {
            bytes += stored.table().memory().bytes();
            for (TableIndex index : stored.indexes()) {
                bytes += index.bytes();
            }
        }
        return bytes;
    }

    private @Nullable StoredTable table(int oid) {
        return database.schemas().committed().table(oid);
    }

    private @Nullable TableIndex index(int oid) {
        for (StoredTable stored : database.schemas().committed().tables()) {
            TableIndex index = stored.index(oid);
            if (index != null) {
                return index;
            }
        }
        return null;
    }
}
