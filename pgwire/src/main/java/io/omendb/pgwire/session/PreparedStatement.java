package io.omendb.pgwire.session;

import io.omendb.pgwire.codec.RowDescription;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement that Parse or PREPARE prepared: its plan, what Describe answers, and room for
 * parameters that portals borrow, so that the steady state of Bind, Execute, Sync allocates
 * nothing.
 */
final class PreparedStatement {
    private static final SqlType[] NO_TYPES = {};
    private static final short[] NO_FORMATS = {};

    private final @Nullable BackendPlan plan;
    private final @Nullable NamedStatement named;
    private final SqlType[] parameterTypes;
    private final int[] parameterOids;
    private final SqlType[] columnTypes;
    private final short[] formatsText;
    private final @Nullable RowDescription description;
    private @Nullable Batch parametersSpare;

    /**
     * @param plan null for a text without a statement
     */
    PreparedStatement(@Nullable BackendPlan plan) {
        this(plan, null);
    }

    /** What the session knows by a name. */
    PreparedStatement(NamedStatement named) {
        this(named.plan(), named);
    }

    private PreparedStatement(@Nullable BackendPlan plan, @Nullable NamedStatement named) {
        this.plan = plan;
        this.named = named;
        List<SqlType> types = plan == null ? List.of() : plan.parameterTypes();
        parameterTypes = types.toArray(NO_TYPES);
        parameterOids = new int[parameterTypes.length];
        for (int i = 0; i < parameterOids.length; i++) {
            parameterOids[i] = parameterTypes[i].kind().oid();
        }
        boolean rows = plan != null && plan.returnsRows();
        columnTypes = plan != null && rows ? plan.columnTypes().toArray(NO_TYPES) : NO_TYPES;
        description = plan != null && rows ? plan.describe() : null;
        formatsText = columnTypes.length == 0 ? NO_FORMATS : new short[columnTypes.length];
    }

    /** Null for a text without a statement. */
    @Nullable BackendPlan plan() {
        return plan;
    }

    /** True if its name stands for it no more. */
    boolean isDropped() {
        NamedStatement known = named;
        return known != null && known.isDropped();
    }

    SqlType[] parameterTypes() {
        return parameterTypes;
    }

    int[] parameterOids() {
        return parameterOids;
    }

    SqlType[] columnTypes() {
        return columnTypes;
    }

    /** Null if the statement returns no rows. */
    @Nullable RowDescription description() {
        return description;
    }

    /** As many zeros as there are columns. */
    short[] formatsText() {
        return formatsText;
    }

    /** Room for parameters, the caller's until {@link #giveBack}. */
    Batch borrowParameters(BackendPlan ofPlan) {
        Batch spare = parametersSpare;
        if (spare == null) {
            return ofPlan.newParameters();
        }
        parametersSpare = null;
        return spare;
    }

    void giveBack(Batch parameters) {
        parametersSpare = parameters;
    }
}
