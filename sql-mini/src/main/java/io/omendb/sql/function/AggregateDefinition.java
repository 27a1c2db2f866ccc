package io.omendb.sql.function;

import io.omendb.sql.types.SqlType;
import java.util.List;

/**
 * An aggregate as resolved for a call.
 *
 * @param argumentTypes what the arguments are to be converted to; empty for {@code count(*)}
 * @param distinct whether equal arguments count once per group
 */
public record AggregateDefinition(
        String name,
        List<SqlType> argumentTypes,
        SqlType returnType,
        boolean distinct,
        StateFactory stateFactory)
        implements WindowFunction {

    /** Makes states; the argument types are those of the definition. */
    @FunctionalInterface
    public interface StateFactory {
        AggregateState create(List<SqlType> argumentTypes, SqlType returnType);
    }

    public AggregateDefinition {
        argumentTypes = List.copyOf(argumentTypes);
    }

    public AggregateState newState() {
        AggregateState state = stateFactory.create(argumentTypes, returnType);
        return distinct ? new DistinctState(argumentTypes, state) : state;
    }
}
