package io.omendb.sql.function;

import io.omendb.sql.types.SqlType;
import java.util.List;

/** What can stand before OVER: a function of a row's place in its partition, or an aggregate. */
public sealed interface WindowFunction permits AggregateDefinition, PlaceFunction {
    String name();

    /** What the arguments are to be converted to. */
    List<SqlType> argumentTypes();

    SqlType returnType();
}
