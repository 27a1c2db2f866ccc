package io.omendb.sql.syntax;

import org.jspecify.annotations.Nullable;

/** A statement about the transaction. */
public sealed interface TransactionStatement extends Statement {

    /** SQL's isolation levels. */
    enum IsolationLevel {
        READ_UNCOMMITTED("read uncommitted"),
        READ_COMMITTED("read committed"),
        REPEATABLE_READ("repeatable read"),
        SERIALIZABLE("serializable");

        private final String text;

        IsolationLevel(String text) {
            this.text = text;
        }

        /** Returns the level as SHOW transaction_isolation writes it. */
        public String text() {
            return text;
        }
    }

    /** The modes of a transaction; null where not given. */
    record TransactionModes(
            @Nullable IsolationLevel isolation,
            @Nullable Boolean readOnly,
            @Nullable Boolean deferrable) {}

    /** BEGIN or START TRANSACTION; {@code start} tells which, for the command tag. */
    record Begin(boolean start, TransactionModes modes, int position)
            implements TransactionStatement {}

    /** COMMIT or END. */
    record Commit(boolean chain, int position) implements TransactionStatement {}

    /** ROLLBACK or ABORT. */
    record Rollback(boolean chain, int position) implements TransactionStatement {}

    /** SAVEPOINT. */
    record Savepoint(String name, int position) implements TransactionStatement {}

    /** RELEASE [SAVEPOINT]. */
    record ReleaseSavepoint(String name, int position) implements TransactionStatement {}

    /** ROLLBACK TO [SAVEPOINT]. */
    record RollbackToSavepoint(String name, int position) implements TransactionStatement {}

    /** SET TRANSACTION, or with {@code session} SET SESSION CHARACTERISTICS AS TRANSACTION. */
    record SetTransaction(boolean session, TransactionModes modes, int position)
            implements TransactionStatement {}
}
