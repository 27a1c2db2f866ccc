package io.omendb.engine.api;

import io.omendb.engine.exec.CopyInPlan;
import io.omendb.engine.exec.CopyOutPlan;
import io.omendb.engine.exec.ExecutablePlan;
import io.omendb.engine.exec.QueryPlan;
import io.omendb.engine.txn.Schema;
import io.omendb.sql.bind.OutputColumn;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.syntax.Statement;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A planned statement of a session, to be executed any number of times. It is planned anew, behind
 * the scenes, when the catalog has changed. Same thread as the session.
 */
public final class PreparedPlan {
    private final Statement statement;
    private final String text;
    private final int @Nullable [] parameterOids;
    private final List<SqlType> parameterTypes;
    private final List<OutputColumn> columns;
    private ExecutablePlan plan;
    private Schema schema;
    private SessionFormat format;

    /** What EXECUTE runs; its plan is then this one's as well. */
    private @Nullable StatementCall call;

    /** The execution that was used last, kept with the plan that it was made for. */
    private @Nullable StatementExecution execution;

    PreparedPlan(
            Statement statement,
            String text,
            int @Nullable [] parameterOids,
            List<SqlType> parameterTypes,
            List<OutputColumn> columns,
            ExecutablePlan plan,
            Schema schema,
            SessionFormat format,
            @Nullable StatementCall call) {
        this.statement = statement;
        this.text = text;
        this.parameterOids = parameterOids == null ? null : parameterOids.clone();
        this.parameterTypes = List.copyOf(parameterTypes);
        this.columns = List.copyOf(columns);
        this.plan = plan;
        this.schema = schema;
        this.format = format;
        this.call = call;
    }

    /** Given and inferred types of the parameters, in order. */
    public List<SqlType> parameterTypes() {
        return parameterTypes;
    }

    /**
     * The columns of the rows that it returns; none when it returns no rows, or rows without
     * columns.
     */
    public List<OutputColumn> columns() {
        return columns;
    }

    /** False for statements without rows. */
    public boolean returnsRows() {
        return !columns.isEmpty() || plan instanceof QueryPlan;
    }

    /** Whether and how the statement copies. */
    public CopyDirection copy() {
        return switch (plan) {
            case CopyInPlan in -> CopyDirection.FROM_CLIENT;
            case CopyOutPlan out -> CopyDirection.TO_CLIENT;
            default -> CopyDirection.NONE;
        };
    }

    /** How many columns a COPY moves; 0 for other statements. */
    public int copyColumnCount() {
        return switch (plan) {
            case CopyInPlan in -> in.fieldTypes().size();
            case CopyOutPlan out -> out.query().columns().size();
            default -> 0;
        };
    }

    /** Room for one row of parameters, to be filled and used again from execution to execution. */
    public Batch newParameters() {
        Batch batch = Batch.of(parameterTypes, 1);
        batch.count = 1;
        return batch;
    }

    Statement statement() {
        return statement;
    }

    /** The whole text that the statement is part of. */
    String text() {
        return text;
    }

    /** Null for anything but EXECUTE. */
    @Nullable StatementCall call() {
        return call;
    }

    /** Whether what it was made for is there no more: the catalog, or the statement of EXECUTE. */
    boolean isStale(Schema current) {
        StatementCall called = call;
        return schema != current || (called != null && called.target().isDropped());
    }

    /** Whether the catalog and the settings that its text was read with are these. */
    boolean isMadeFor(Schema current, SessionFormat currentFormat) {
        return schema == current && format == currentFormat;
    }

    int @Nullable [] parameterOids() {
        return parameterOids;
    }

    ExecutablePlan plan() {
        return plan;
    }

    Schema schema() {
        return schema;
    }

    @Nullable StatementExecution execution() {
        return execution;
    }

    void execution(StatementExecution kept) {
        this.execution = kept;
    }

    /**
     * Takes a plan made for a newer catalog; the client has been told of columns that must stay as
     * they are.
     */
    void replace(PreparedPlan newer) {
        if (!newer.describesSameRowsAs(this)) {
            throw SqlException.of(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "cached plan must not change result type")
                    .withRoutine("RevalidateCachedQuery");
        }
        plan = newer.plan;
        schema = newer.schema;
        format = newer.format;
        call = newer.call;
        execution = null;
    }

    /**
     * Names and types count; the table that a column comes from may be another one of the same
     * name.
     */
    private boolean describesSameRowsAs(PreparedPlan other) {
        if (columns.size() != other.columns.size()) {
            return false;
        }
        for (int i = 0; i < columns.size(); i++) {
            OutputColumn column = columns.get(i);
            OutputColumn told = other.columns.get(i);
            if (!column.name().equals(told.name()) || !column.type().equals(told.type())) {
                return false;
            }
        }
        return true;
    }
}
