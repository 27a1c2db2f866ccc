package io.omendb.engine.exec;

import io.omendb.sql.catalog.TableDefinition;
import org.jspecify.annotations.Nullable;

/** A statement that changes rows of one table. */
public sealed interface ChangePlan extends ExecutablePlan permits InsertPlan, RowTargetPlan {
    /** What is done to the rows. */
    enum Kind {
        INSERT("Insert"),
        UPDATE("Update"),
        DELETE("Delete");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** As EXPLAIN names it. */
        String title() {
            return title;
        }
    }

    Kind kind();

    TableDefinition table();

    /**
     * Begins an execution: a cursor over the rows to insert, or the targets. RETURNING and new
     * values see the results of its subqueries, so that it stays open until the last of them.
     */
    Cursor open(ReadContext context);

    /** RETURNING over the rows after the change, before it for a deletion; null without. */
    @Nullable RowProjection returning();
}
