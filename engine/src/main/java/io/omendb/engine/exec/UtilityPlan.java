package io.omendb.engine.exec;

import io.omendb.sql.bind.BoundStatement;
import io.omendb.sql.bind.OutputColumn;

import java.util.List;

/**
 * A statement about the schema, the transaction or the session: carried out by them, as it was
 * bound.
 */
public record UtilityPlan(BoundStatement statement) implements ExecutablePlan {
    @Override
    public List<OutputColumn> columns() {
        return List.of();
    }
}
