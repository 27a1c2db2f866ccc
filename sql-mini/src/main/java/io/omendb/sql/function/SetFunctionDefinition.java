package io.omendb.sql.function;

import io.omendb.sql.types.SqlType;

import java.util.List;
import java.util.function.Supplier;

/** A function of FROM that gives one column of many rows. */
public record SetFunctionDefinition(
        String name,
        List<SqlType> argumentTypes,
        SqlType returnType,
        Supplier<RowGenerator> generator) {
    public SetFunctionDefinition {
        argumentTypes = List.copyOf(argumentTypes);
    }
}
