package io.omendb.sql.function;

import io.omendb.sql.types.SqlType;
import java.util.List;

/**
 * What a call means: the function, and the type to which each argument is to be converted
 * (implicitly).
 */
public record ResolvedFunction(
        FunctionDefinition definition, List<SqlType> argumentTypes, SqlType returnType) {
    public ResolvedFunction {
        argumentTypes = List.copyOf(argumentTypes);
    }
}
