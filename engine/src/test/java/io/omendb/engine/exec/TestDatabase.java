package io.omendb.engine.exec;

import io.omendb.engine.catalog.Catalog;
import io.omendb.engine.catalog.CatalogChange;
import io.omendb.engine.catalog.FixedStatistics;
import io.omendb.engine.catalog.SystemSnapshot;
import io.omendb.engine.catalog.TableCreation;
import io.omendb.engine.mvcc.Snapshot;
import io.omendb.engine.table.RowStore;
import io.omendb.engine.table.Table;
import io.omendb.engine.table.TableIndex;
import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.EpochSlot;
import io.omendb.offheap.Epochs;
import io.omendb.sql.bind.Binder;
import io.omendb.sql.bind.BoundStatement;
import io.omendb.sql.bind.OutputColumn;
import io.omendb.sql.bind.ParameterTypes;
import io.omendb.sql.catalog.ColumnDefinition;
import io.omendb.sql.catalog.IndexDefinition;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.function.FunctionRegistry;
import io.omendb.sql.syntax.Parser;
import io.omendb.sql.syntax.Statement;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeCodec;
import io.omendb.sql.vector.Batch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;

/**
 * Statements against real tables on one thread, each its own transaction: the executor without the
 * server around it.
 */
final class TestDatabase implements AutoCloseable {
    private record Stored(Table table, Map<Integer, TableIndex> indexes, StoredTableRows rows) {}

    private final BlockAllocator allocator = BlockAllocator.exclusive(256L << 20);
    private final Epochs epochs = new Epochs(allocator);
    private final AtomicLong durableLsn = new AtomicLong();
    private final RowStore store = new RowStore(allocator, epochs, durableLsn::get);
    private final EpochSlot epoch = epochs.register();
    private final Snapshot snapshot = store.openSnapshot();
    private final MutableIntObjectMap<Stored> tables = IntObjectMaps.mutable.empty();
    private final FunctionRegistry registry = FunctionRegistry.standard();
    private Catalog catalog;
    private final TestSession session = new TestSession(() -> catalog);
    private long memoryBytesMax = 64L << 20;
    private boolean cancelled;

    TestDatabase() {
        catalog =
                Catalog.empty(
                        new FixedStatistics(tableOid -> tables.get(tableOid).table.liveRows()));
        epoch.enter();
    }

    Catalog catalog() {
        return catalog;
    }

    void limitMemory(long bytes) {
        memoryBytesMax = bytes;
    }

    void cancel(boolean value) {
        cancelled = value;
    }

    /** A prepared statement with its parameters. */
    final class Prepared {
        final ExecutablePlan plan;
        final Batch parameters;
        final List<SqlType> types;

        Prepared(ExecutablePlan plan, List<SqlType> types) {
            this.plan = plan;
            this.types = types;
            parameters = Batch.of(types, 1);
            parameters.count = 1;
        }

        Prepared set(int index, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            SqlType type = types.get(index);
            TypeCodec.of(type.kind())
                    .parseText(
                            bytes,
                            0,
                            bytes.length,
                            type,
                            SessionFormat.DEFAULT,
                            parameters.columns[index],
                            0);
            return this;
        }

        ReadContext context() {
            return TestDatabase.this.context(parameters);
        }

        List<String> run() {
            return TestDatabase.this.run(plan, parameters);
        }
    }

    Prepared prepare(String sql) {
        Statement statement = Parser.parse(sql).getFirst();
        ParameterTypes parameters = ParameterTypes.declared();
        BoundStatement bound =
                Binder.bind(statement, catalog, registry, parameters, SessionFormat.DEFAULT);
        return new Prepared(PlanCompiler.compile(bound, catalog, session), parameters.resolved());
    }

    /** Runs statements; the rows of the last one, values joined by bars. */
    List<String> run(String sql) {
        List<String> rows = List.of();
        for (Statement statement : Parser.parse(sql)) {
            BoundStatement bound =
                    Binder.bind(
                            statement,
                            catalog,
                            registry,
                            ParameterTypes.none(),
                            SessionFormat.DEFAULT);
            Batch parameters = Batch.of(List.of(), 1);
            parameters.count = 1;
            rows = run(PlanCompiler.compile(bound, catalog, session), parameters);
        }
        return rows;
    }

    void copyIn(String sql, String data) {
        Prepared prepared = prepare(sql);
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        CopyInPlan plan = (CopyInPlan) prepared.plan;
        try (CopyLoad load = plan.open(prepared.context())) {
            int pos = 0;
            while (pos < bytes.length) {
                pos += load.read(bytes, pos, bytes.length - pos);
                if (load.isFull()) {
                    insert(plan.table(), load.rows());
                }
            }
            load.finish();
            insert(plan.table(), load.rows());
        }
    }

    private List<String> run(ExecutablePlan plan, Batch parameters) {
        snapshot.take(durableLsn.get());
        try {
            return switch (plan) {
                case QueryPlan query -> rows(query.open(context(parameters)), query.columns());
                case ExplainPlan explain ->
                        rows(explain.open(context(parameters)), explain.columns());
                case InsertPlan insert -> insert(insert, parameters);
                case RowTargetPlan change ->
                        change.kind() == ChangePlan.Kind.UPDATE
                                ? update(change, parameters)
                                : delete(change, parameters);
                case CopyInPlan copy -> throw new IllegalArgumentException("no data for COPY");
                case CopyOutPlan copy -> throw new IllegalArgumentException("COPY TO has no rows");
                case UtilityPlan utility -> utility(utility.statement());
            };
        } finally {
            snapshot.release();
        }
    }

    private List<String> utility(BoundStatement statement) {
        switch (statement) {
            case BoundStatement.CreateTable create ->
                    create(TableCreation.createTable(create, catalog));
            case BoundStatement.AddPrimaryKey add -> {
                TableDefinition table = add.table();
                CatalogChange.AddPrimaryKey change =
                        TableCreation.addPrimaryKey(table, add.key(), catalog);
                catalog = catalog.apply(change);
                Stored stored = tables.get(table.oid());
                stored.indexes.put(
                        change.index().oid(),
                        stored.table.createIndex(true, change.index().columns()));
            }
            case BoundStatement.DropTable drop -> {
                for (TableDefinition table : drop.tables()) {
                    catalog = catalog.apply(new CatalogChange.DropTable(table.oid()));
                    tables.remove(table.oid()).table.close();
                }
            }
            default -> throw new IllegalArgumentException("not for the executor: " + statement);
        }
        return List.of();
    }

    private void create(CatalogChange.CreateTable change) {
        catalog = catalog.apply(change);
        TableDefinition definition = change.table();
        Table table =
                store.createTable(
                        definition.columns().stream().map(ColumnDefinition::type).toList());
        Map<Integer, TableIndex> indexes = new HashMap<>();
        for (IndexDefinition index : definition.indexes()) {
            indexes.put(index.oid(), table.createIndex(index.unique(), index.columns()));
        }
        StoredTableRows rows = new StoredTableRows(table.reader(epoch), snapshot, indexes::get);
        tables.put(definition.oid(), new Stored(table, indexes, rows));
    }

    private long commit(int slot) {
        long lsn = durableLsn.get() + 1;
        store.slots().commit(slot, lsn);
        durableLsn.set(lsn);
        return lsn;
    }

    private void insert(TableDefinition definition, Batch rows) {
        Table table = tables.get(definition.oid()).table;
        int slot = store.slots().begin();
        for (int row = 0; row < rows.count; row++) {
            table.insert(rows, row, slot, 0);
        }
        commit(slot);
    }

    private List<String> insert(InsertPlan plan, Batch parameters) {
        List<String> returned = new ArrayList<>();
        try (Cursor cursor = plan.open(context(parameters))) {
            while (cursor.next() > 0) {
                insert(plan.table(), cursor.batch());
                RowProjection returning = plan.returning();
                if (returning != null) {
                    append(
                            returning.evaluate(cursor.batch(), parameters),
                            returning.columns(),
                            returned);
                }
            }
        }
        return returned;
    }

    private List<Long> targets(Cursor cursor) {
        List<Long> targets = new ArrayList<>();
        while (cursor.next() > 0) {
            for (int i = 0; i < cursor.batch().count; i++) {
                targets.add(cursor.batch().rowIds[i]);
            }
        }
        return targets;
    }

    private List<String> update(RowTargetPlan plan, Batch parameters) {
        Table table = tables.get(plan.table().oid()).table;
        List<String> returned = new ArrayList<>();
        Batch row = Batch.of(table.types(), 1);
        RowChange change = plan.change();
        List<SqlType> changedTypes = new ArrayList<>();
        for (int column : change.changedColumns()) {
            changedTypes.add(table.types().get(column));
        }
        Batch values = Batch.of(changedTypes, 1);
        try (Cursor cursor = plan.open(context(parameters))) {
            int slot = store.slots().begin();
            for (long target : targets(cursor)) {
                read(table, target, row);
                if (change.matches(row, parameters)) {
                    change.compute(row, parameters, values);
                    table.update(target, change.changedColumns(), values, 0, slot, 0);
                    read(table, target, row);
                    append(plan.returning(), row, parameters, returned);
                }
            }
            commit(slot);
        }
        return returned;
    }

    private List<String> delete(RowTargetPlan plan, Batch parameters) {
        Table table = tables.get(plan.table().oid()).table;
        List<String> returned = new ArrayList<>();
        Batch row = Batch.of(table.types(), 1);
        try (Cursor cursor = plan.open(context(parameters))) {
            int slot = store.slots().begin();
            for (long target : targets(cursor)) {
                read(table, target, row);
                if (plan.change().matches(row, parameters)) {
                    table.delete(target, slot, 0);
                    append(plan.returning(), row, parameters, returned);
                }
            }
            commit(slot);
        }
        return returned;
    }

    private static void read(Table table, long rowId, Batch row) {
        row.clear();
        table.readNewest(rowId, row, 0);
        row.count = 1;
    }

    private static void append(
            RowProjection returning, Batch row, Batch parameters, List<String> returned) {
        if (returning != null) {
            append(returning.evaluate(row, parameters), returning.columns(), returned);
        }
    }

    private static List<String> rows(Cursor cursor, List<OutputColumn> columns) {
        List<String> rows = new ArrayList<>();
        try (cursor) {
            while (cursor.next() > 0) {
                append(cursor.batch(), columns, rows);
            }
        }
        return rows;
    }

    private static void append(Batch batch, List<OutputColumn> columns, List<String> rows) {
        for (int row = 0; row < batch.count; row++) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                SqlType type = columns.get(i).type();
                values.add(
                        batch.columns[i].nulls[row]
                                ? "NULL"
                                : TypeCodec.of(type.kind())
                                        .text(batch.columns[i], row, type, SessionFormat.DEFAULT));
            }
            rows.add(String.join("|", values));
        }
    }

    private ReadContext context(Batch parameters) {
        return new ReadContext() {
            @Override
            public TableRows table(int tableOid) {
                return tables.get(tableOid).rows;
            }

            @Override
            public SystemSnapshot system() {
                return new SystemSnapshot(
                        catalog,
                        "postgres",
                        "postgres",
                        List.of(),
                        List.of(),
                        List.of(),
                        SystemSnapshot.Steps.NONE);
            }

            @Override
            public Batch parameters() {
                return parameters;
            }

            @Override
            public long memoryBytesMax() {
                return memoryBytesMax;
            }

            @Override
            public void checkCancel() {
                if (cancelled) {
                    throw SqlException.of(
                            SqlState.QUERY_CANCELED, "canceling statement due to user request");
                }
            }
        };
    }

    /** Keeps the snapshot taken, so that plans may be opened outside {@link #run}. */
    void takeSnapshot() {
        snapshot.take(durableLsn.get());
    }

    @Override
    public void close() {
        epoch.exit();
        snapshot.close();
        store.close();
        epochs.unregister(epoch);
        epochs.close();
        allocator.close();
    }
}
