package io.omendb.engine.api;

import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;

/** Refusals that several kinds of statements share. */
final class TransactionErrors {
    private TransactionErrors() {}

    /** 25006. */
    static SqlException readOnly(String command) {
        return SqlException.of(
                SqlState.READ_ONLY_SQL_TRANSACTION,
                "cannot execute " + command + " in a read-only transaction");
    }

    /**
     * 40001: the table's definition changed between planning and executing; running the statement
     * again helps.
     */
    static SqlException changedTable(TableDefinition table) {
        return SqlException.of(
                SqlState.SERIALIZATION_FAILURE,
                "could not execute because table \""
                        + table.name()
                        + "\" was changed concurrently");
    }
}
