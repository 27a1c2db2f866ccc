package io.omendb.engine.api;

import io.omendb.engine.txn.EndOperation;
import io.omendb.sql.bind.BoundStatement;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.syntax.TransactionStatement.IsolationLevel;
import io.omendb.sql.syntax.TransactionStatement.TransactionModes;
import io.omendb.sql.types.ByteSink;
import org.jspecify.annotations.Nullable;

/**
 * BEGIN, COMMIT, ROLLBACK. The writer hears only of the end of a transaction that has changed
 * something.
 */
final class TransactionExecution extends StatementExecution {
    private static final CommandTag BEGIN = CommandTag.of("BEGIN");
    private static final CommandTag START = CommandTag.of("START TRANSACTION");
    private static final CommandTag COMMIT = CommandTag.of("COMMIT");
    private static final CommandTag ROLLBACK = CommandTag.of("ROLLBACK");

    private final BoundStatement statement;
    private CommandTag tag = BEGIN;
    private boolean submitted;

    TransactionExecution(Session session, PreparedPlan prepared, BoundStatement statement) {
        super(session, prepared);
        this.statement = statement;
    }

    @Override
    boolean managesTransaction() {
        return true;
    }

    @Override
    void reset() {
        submitted = false;
    }

    @Override
    Progress run(RowSink sink, long rowsMax) {
        return switch (statement) {
            case BoundStatement.Begin begin -> begin(begin);
            case BoundStatement.Commit commit -> {
                if (commit.chain()) {
                    throw SqlException.notSupported("COMMIT AND CHAIN");
                }
                // A failed transaction has been undone already.
                boolean failed = session.state() == Session.State.FAILED;
                tag = failed ? ROLLBACK : COMMIT;
                yield end(failed ? EndOperation.Kind.ROLLBACK : EndOperation.Kind.COMMIT);
            }
            case BoundStatement.Rollback rollback -> {
                if (rollback.chain()) {
                    throw SqlException.notSupported("ROLLBACK AND CHAIN");
                }
                tag = ROLLBACK;
                yield end(EndOperation.Kind.ROLLBACK);
            }
            default -> throw new IllegalArgumentException("neither begin nor end: " + statement);
        };
    }

    private Progress begin(BoundStatement.Begin begin) {
        tag = begin.start() ? START : BEGIN;
        requireIsolation(begin.modes());
        if (session.state() == Session.State.BLOCK) {
            session.notice(
                    Notice.Severity.WARNING,
                    SqlException.of(
                            SqlState.ACTIVE_SQL_TRANSACTION,
                            "there is already a transaction in progress"));
            return Progress.DONE;
        }
        session.enterBlock();
        Boolean readOnly = begin.modes().readOnly();
        session.isReadOnly(
                readOnly == null
                        ? session.settings().isOn("default_transaction_read_only")
                        : readOnly);
        return Progress.DONE;
    }

    /** Sees that an isolation level is one that there is. */
    static void requireIsolation(TransactionModes modes) {
        @Nullable IsolationLevel isolation = modes.isolation();
        if (isolation == IsolationLevel.REPEATABLE_READ
                || isolation == IsolationLevel.SERIALIZABLE) {
            throw SqlException.notSupported(
                    "ISOLATION LEVEL " + isolation.name().replace('_', ' '));
        }
    }

    private Progress end(EndOperation.Kind kind) {
        if (!submitted) {
            boolean inBlock =
                    session.state() == Session.State.BLOCK
                            || session.state() == Session.State.FAILED;
            if (!inBlock) {
                session.notice(
                        Notice.Severity.WARNING,
                        SqlException.of(
                                SqlState.NO_ACTIVE_SQL_TRANSACTION,
                                "there is no transaction in progress"));
            }
            if (session.writerSession().transaction().slot() >= 0) {
                submitted = true;
                session.endOperation().prepareEnd(kind);
                submit(session.endOperation());
                return Progress.WAITING;
            }
        }
        SqlException failure = submitted ? session.endOperation().error() : null;
        session.closed(this);
        if (failure != null) {
            // A COMMIT that fails has taken the transaction back, and it ends the block all the
            // same.
            session.leaveTransaction(false);
            throw failure;
        }
        session.leaveTransaction(kind == EndOperation.Kind.COMMIT);
        return Progress.DONE;
    }

    @Override
    void releaseResources() {
        // holds nothing
    }

    @Override
    public void writeTag(ByteSink out) {
        tag.write(out);
    }
}
