package io.omendb.engine.txn;

import io.omendb.engine.catalog.Catalog;
import io.omendb.engine.catalog.CatalogChange;
import io.omendb.engine.table.IndexBuild;
import io.omendb.sql.bind.BoundStatement;
import io.omendb.sql.bind.BoundStatement.ColumnSpecification;
import io.omendb.sql.bind.BoundStatement.KeySpecification;
import io.omendb.sql.bind.BoundStatement.SequenceSpecification;
import io.omendb.sql.catalog.ColumnDefinition;
import io.omendb.sql.catalog.IndexDefinition;
import io.omendb.sql.catalog.SequenceDefinition;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.vector.Batch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes the schema, within its transaction like any other change. One transaction at a time does:
 * it holds the schema lock, and each table that it changes alone, until it ends.
 */
public final class SchemaOperation extends Operation {
    private static final int IDENTIFIER_BYTES_MAX = 63;

    private @Nullable BoundStatement statement;
    private @Nullable SqlException notice;

    /** The index that ADD PRIMARY KEY is building, and its definition. */
    private @Nullable IndexBuild build;

    private @Nullable IndexDefinition builtIndex;

    public SchemaOperation(WriterSession session) {
        super(session);
    }

    /** Sets the statement of the next submission. Session's thread. */
    public void prepareStatement(BoundStatement change, boolean commitWhenDone) {
        prepare(commitWhenDone);
        this.statement = change;
        this.notice = null;
        this.build = null;
        this.builtIndex = null;
    }

    /** What the client is to be told beside the result, or null. */
    public @Nullable SqlException notice() {
        return notice;
    }

    @Override
    WriterStep appliesAs() {
        return WriterStep.SCHEMA_CHANGE;
    }

    @Override
    protected Step apply(Writer writer) {
        Transaction transaction = transaction();
        writer.start(transaction);
        TableLock schemaLock = writer.schemaLock();
        if (!schemaLock.exclusiveIsFree(transaction)) {
            Transaction holder = schemaLock.exclusiveHolder();
            assert holder != null;
            return writer.park(this, holder);
        }
        schemaLock.acquireExclusive(transaction);
        BoundStatement change = statement;
        assert change != null;
        return switch (change) {
            case BoundStatement.CreateTable create -> createTable(writer, transaction, create);
            case BoundStatement.DropTable drop -> dropTables(writer, transaction, drop);
            case BoundStatement.Truncate truncate -> truncate(writer, transaction, truncate);
            case BoundStatement.AddPrimaryKey add -> addPrimaryKey(writer, transaction, add);
            default -> throw new IllegalArgumentException("not a change of the schema: " + change);
        };
    }

    private static PendingSchema pending(Writer writer, Transaction transaction) {
        PendingSchema pending = transaction.pendingSchema();
        if (pending == null) {
            pending = new PendingSchema(writer.schemas(), writer.sequences());
            transaction.pendingSchema(pending);
        }
        return pending;
    }

    // ---- CREATE TABLE

    private Step createTable(
            Writer writer, Transaction transaction, BoundStatement.CreateTable create) {
        Catalog catalog = writer.schemaOf(transaction).catalog();
        if (catalog.relationExists(create.schema(), create.name())) {
            SqlException exists =
                    SqlException.of(
                            SqlState.DUPLICATE_TABLE,
                            "relation \"" + create.name() + "\" already exists");
            if (!create.ifNotExists()) {
                throw exists;
            }
            notice =
                    SqlException.of(
                            SqlState.DUPLICATE_TABLE,
                            "relation \"" + create.name() + "\" already exists, skipping");
            return Step.DONE;
        }
        List<SequenceDefinition> sequences = new ArrayList<>();
        List<ColumnDefinition> columns = new ArrayList<>();
        int tableOid = writer.schemas().allocateOid();
        for (ColumnSpecification column : create.columns()) {
            Integer sequenceOid = null;
            SequenceSpecification sequence = column.sequence();
            if (sequence != null) {
                sequenceOid = writer.schemas().allocateOid();
                String name =
                        freeName(
                                catalog,
                                sequences,
                                create.schema(),
                                create.name() + "_" + column.name(),
                                "_seq");
                sequences.add(
                        new SequenceDefinition(
                                sequenceOid,
                                create.schema(),
                                name,
                                sequence.type(),
                                sequence.start(),
                                sequence.increment(),
                                sequence.min(),
                                sequence.max(),
                                sequence.cycle()));
            }
            columns.add(
                    new ColumnDefinition(
                            column.name(),
                            column.type(),
                            column.notNull(),
                            column.defaultText(),
                            column.identity(),
                            sequenceOid));
        }
        List<IndexDefinition> indexes = new ArrayList<>();
        KeySpecification key = create.primaryKey();
        if (key != null) {
            String given = key.name();
            String name =
                    given == null
                            ? freeName(catalog, sequences, create.schema(), create.name(), "_pkey")
                            : given;
            requireFree(catalog, create.schema(), name);
            indexes.add(index(writer, name, key));
        }
        TableDefinition table =
                new TableDefinition(
                        tableOid,
                        create.schema(),
                        create.name(),
                        columns,
                        indexes,
                        TableDefinition.Kind.TABLE,
                        1);
        pending(writer, transaction)
                .createTable(new CatalogChange.CreateTable(table, sequences), transaction.redo());
        return Step.DONE;
    }

    private static IndexDefinition index(Writer writer, String name, KeySpecification key) {
        int[] columns = key.columns().stream().mapToInt(Integer::intValue).toArray();
        return new IndexDefinition(
                writer.schemas().allocateOid(), name, true, key.primary(), columns);
    }

    /**
     * A name that no relation has: the stem, cut so that the suffix fits, with a number if need be.
     */
    private static String freeName(
            Catalog catalog,
            List<SequenceDefinition> taken,
            String schema,
            String stem,
            String suffix) {
        for (int number = 0; ; number++) {
            String ending = number == 0 ? suffix : suffix + number;
            String name =
                    stem.substring(
                                    0,
                                    Math.min(stem.length(), IDENTIFIER_BYTES_MAX - ending.length()))
                            + ending;
            if (!catalog.relationExists(schema, name)
                    && taken.stream().noneMatch(sequence -> sequence.name().equals(name))) {
                return name;
            }
        }
    }

    private static void requireFree(Catalog catalog, String schema, String name) {
        if (catalog.relationExists(schema, name)) {
            throw SqlException.of(
                    SqlState.DUPLICATE_TABLE, "relation \"" + name + "\" already exists");
        }
    }

    // ---- DROP TABLE, TRUNCATE

    private Step dropTables(Writer writer, Transaction transaction, BoundStatement.DropTable drop) {
        Step step = lockAll(writer, transaction, drop.tables());
        if (step != Step.DONE) {
            return step;
        }
        for (TableDefinition table : drop.tables()) {
            pending(writer, transaction)
                    .dropTable(new CatalogChange.DropTable(table.oid()), transaction.redo());
        }
        return Step.DONE;
    }

    private Step truncate(
            Writer writer, Transaction transaction, BoundStatement.Truncate truncate) {
        Step step = lockAll(writer, transaction, truncate.tables());
        if (step != Step.DONE) {
            return step;
        }
        for (TableDefinition table : truncate.tables()) {
            pending(writer, transaction)
                    .truncate(
                            new CatalogChange.Truncate(table.oid(), truncate.restartIdentity()),
                            transaction.redo());
        }
        return Step.DONE;
    }

    /** Takes all tables for this transaction alone; parks at the first that another one uses. */
    private Step lockAll(Writer writer, Transaction transaction, List<TableDefinition> tables) {
        for (TableDefinition table : tables) {
            StoredTable stored = current(writer, transaction, table);
            Transaction blocker = writer.otherUser(stored.lock(), transaction);
            if (blocker != null) {
                return writer.park(this, blocker);
            }
            stored.lock().acquireExclusive(transaction);
        }
        return Step.DONE;
    }

    private static StoredTable current(
            Writer writer, Transaction transaction, TableDefinition table) {
        Schema schema = writer.schemaOf(transaction);
        StoredTable stored = schema.table(table.oid());
        if (stored == null) {
            throw SqlException.of(
                    SqlState.UNDEFINED_TABLE, "relation \"" + table.name() + "\" does not exist");
        }
        return stored;
    }

    // ---- ALTER TABLE ADD PRIMARY KEY

    private Step addPrimaryKey(
            Writer writer, Transaction transaction, BoundStatement.AddPrimaryKey add) {
        TableDefinition planned = add.table();
        if (planned == null) {
            return Step.DONE;
        }
        Step step = lockAll(writer, transaction, List.of(planned));
        if (step != Step.DONE) {
            return step;
        }
        StoredTable stored = current(writer, transaction, planned);
        TableDefinition table = writer.schemaOf(transaction).catalog().tableByOid(planned.oid());
        assert table != null;
        IndexBuild running = build;
        IndexDefinition index = builtIndex;
        if (running == null || index == null) {
            beginIndex(writer, transaction, stored, table, add.key());
            return Step.AGAIN;
        }
        if (!running.step()) {
            return Step.AGAIN;
        }
        requireKey(running, stored, table, index);
        pending(writer, transaction)
                .addPrimaryKey(
                        new CatalogChange.AddPrimaryKey(table.oid(), index), transaction.redo());
        return Step.DONE;
    }

    private void beginIndex(
            Writer writer,
            Transaction transaction,
            StoredTable stored,
            TableDefinition table,
            KeySpecification key) {
        if (table.indexes().stream().anyMatch(IndexDefinition::primary)) {
            throw SqlException.of(
                    SqlState.INVALID_TABLE_DEFINITION,
                    "multiple primary keys for table \"" + table.name() + "\" are not allowed");
        }
        Catalog catalog = writer.schemaOf(transaction).catalog();
        String given = key.name();
        String name =
                given == null
                        ? freeName(catalog, List.of(), table.schema(), table.name(), "_pkey")
                        : given;
        requireFree(catalog, table.schema(), name);
        IndexDefinition index = index(writer, name, key);
        StoredTable.requireIndexable(table, index);
        IndexBuild begun = stored.table().buildPrimaryKey(transaction.slot(), index.columns());
        pending(writer, transaction).beginIndex(begun);
        build = begun;
        builtIndex = index;
    }

    /** Sees that no row lacks the key, and that no two have the same. */
    private static void requireKey(
            IndexBuild built, StoredTable stored, TableDefinition table, IndexDefinition index) {
        if (built.nullColumn() >= 0) {
            String name = table.columns().get(built.nullColumn()).name();
            throw SqlException.of(
                            SqlState.NOT_NULL_VIOLATION,
                            "column \""
                                    + name
                                    + "\" of relation \""
                                    + table.name()
                                    + "\" contains null values")
                    .withTable(table.schema(), table.name())
                    .withColumn(name);
        }
        long duplicate = built.duplicateRow();
        if (duplicate >= 0) {
            Batch row = Batch.of(stored.table().types(), 1);
            stored.table().readNewest(duplicate, row, 0);
            throw SqlException.of(
                            SqlState.UNIQUE_VIOLATION,
                            "could not create unique index \"" + index.name() + "\"")
                    .withDetail(
                            "Key "
                                    + UniqueCheck.describeKey(table, index, row, 0)
                                    + " is duplicated.")
                    .withTable(table.schema(), table.name())
                    .withConstraint(index.name());
        }
    }
}
