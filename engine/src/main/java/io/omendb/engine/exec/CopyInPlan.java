package io.omendb.engine.exec;

import io.omendb.engine.copy.CopyFormat;
import io.omendb.sql.bind.BoundStatement.CopyFrom;
import io.omendb.sql.bind.OutputColumn;
import io.omendb.sql.catalog.ColumnDefinition;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.function.EvaluationContext;
import io.omendb.sql.types.SqlType;

import java.util.ArrayList;
import java.util.List;

/** COPY FROM STDIN. */
public final class CopyInPlan implements ExecutablePlan {
    private final CopyFrom statement;
    private final CopyFormat format;
    private final List<PhysicalNode> initPlans;
    private final EvaluationContext session;

    CopyInPlan(
            CopyFrom statement,
            CopyFormat format,
            List<PhysicalNode> initPlans,
            EvaluationContext session) {
        this.statement = statement;
        this.format = format;
        this.initPlans = List.copyOf(initPlans);
        this.session = session;
    }

    @Override
    public List<OutputColumn> columns() {
        return List.of();
    }

    public TableDefinition table() {
        return statement.table();
    }

    /** The types of the fields of a line, for CopyInResponse. */
    public List<SqlType> fieldTypes() {
        List<SqlType> types = new ArrayList<>();
        for (int column : statement.columns()) {
            types.add(table().columns().get(column).type());
        }
        return types;
    }

    List<String> fieldNames() {
        return statement.columns().stream()
                .map(column -> table().columns().get(column))
                .map(ColumnDefinition::name)
                .toList();
    }

    CopyFrom statement() {
        return statement;
    }

    CopyFormat format() {
        return format;
    }

    /** Begins an execution. */
    public CopyLoad open(ReadContext context) {
        return new CopyLoad(this, initPlans, session, context);
    }
}
