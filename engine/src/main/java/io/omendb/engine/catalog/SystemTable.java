package io.omendb.engine.catalog;

import io.omendb.sql.catalog.TableDefinition;

/** A table whose rows are computed when a statement reads it. */
public final class SystemTable {
    /** Computes the rows of a system table. */
    @FunctionalInterface
    interface RowProducer {
        void produce(SystemSnapshot snapshot, SystemRows rows);
    }

    private final TableDefinition definition;
    private final RowProducer producer;

    SystemTable(TableDefinition definition, RowProducer producer) {
        this.definition = definition;
        this.producer = producer;
    }

    public TableDefinition definition() {
        return definition;
    }

    /** The rows at a snapshot. */
    public SystemRows rows(SystemSnapshot snapshot) {
        SystemRows rows = new SystemRows(definition);
        producer.produce(snapshot, rows);
        return rows;
    }
}
