package io.omendb.engine.api;

import io.omendb.engine.txn.SchemaOperation;
import io.omendb.sql.bind.BoundStatement;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.ByteSink;

/** A statement that changes the schema; the writer carries it out. */
final class SchemaExecution extends StatementExecution {
    private final BoundStatement statement;
    private final SchemaOperation operation;
    private final CommandTag tag;
    private boolean submitted;

    SchemaExecution(
            Session session, PreparedPlan prepared, BoundStatement statement, CommandTag tag) {
        super(session, prepared);
        this.statement = statement;
        this.operation = new SchemaOperation(session.writerSession());
        this.tag = tag;
    }

    @Override
    void reset() {
        submitted = false;
    }

    @Override
    Progress run(RowSink sink, long rowsMax) {
        if (!submitted) {
            if (session.isReadOnly()) {
                throw TransactionErrors.readOnly(tag.toString());
            }
            if (statement instanceof BoundStatement.DropTable drop) {
                for (String missing : drop.missing()) {
                    session.notice(
                            Notice.Severity.NOTICE,
                            SqlException.of(
                                    SqlState.SUCCESSFUL_COMPLETION,
                                    "table \"" + missing + "\" does not exist, skipping"));
                }
            }
            operation.prepareStatement(statement, commits());
            submitted = true;
            submit(operation);
            return Progress.WAITING;
        }
        if (operation.isUnderWay()) {
            return Progress.WAITING;
        }
        checkOutcome(operation);
        SqlException notice = operation.notice();
        if (notice != null) {
            session.notice(Notice.Severity.NOTICE, notice);
        }
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
