package io.omendb.engine.exec;

import io.omendb.engine.catalog.SystemSchema;
import io.omendb.engine.catalog.SystemTable;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.vector.Batch;

import org.jspecify.annotations.Nullable;

/**
 * What the operators of one tree share: the execution's context while there is one, and its memory
 * budget.
 */
final class Run {
    private final MemoryBudget budget = new MemoryBudget();
    private @Nullable ReadContext context;

    void begin(ReadContext execution) {
        context = execution;
        budget.reset(execution.memoryBytesMax());
    }

    void end() {
        context = null;
    }

    private ReadContext context() {
        ReadContext current = context;
        if (current == null) {
            throw new IllegalStateException("the plan is not open");
        }
        return current;
    }

    MemoryBudget budget() {
        return budget;
    }

    Batch parameters() {
        return context().parameters();
    }

    void checkCancel() {
        context().checkCancel();
    }

    TableRows table(TableDefinition table) {
        if (table.kind() != TableDefinition.Kind.SYSTEM) {
            return context().table(table.oid());
        }
        SystemTable system = SystemSchema.table(table.oid());
        if (system == null) {
            throw new IllegalStateException("no system table has the identifier " + table.oid());
        }
        return new SystemTableRows(system.rows(context().system()));
    }
}
