package io.omendb.engine.exec;

import io.omendb.engine.copy.CopyFormat;
import io.omendb.engine.copy.CopyWriter;
import io.omendb.sql.bind.OutputColumn;
import io.omendb.sql.types.SessionFormat;

import java.util.List;

/** COPY TO STDOUT: the rows of a query as lines. */
public final class CopyOutPlan implements ExecutablePlan {
    private final QueryPlan query;
    private final CopyFormat format;

    CopyOutPlan(QueryPlan query, CopyFormat format) {
        this.query = query;
        this.format = format;
    }

    @Override
    public List<OutputColumn> columns() {
        return List.of();
    }

    /** The query whose rows are written. */
    public QueryPlan query() {
        return query;
    }

    /** What writes them. */
    public CopyWriter newWriter(SessionFormat sessionFormat) {
        return new CopyWriter(
                format, query.columns().stream().map(OutputColumn::type).toList(), sessionFormat);
    }

    /** The names for the header line. */
    public List<String> columnNames() {
        return query.columns().stream().map(OutputColumn::name).toList();
    }
}
