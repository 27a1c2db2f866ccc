package io.omendb.sql.expr;

import io.omendb.sql.types.SqlType;

/** Where the binder keeps the types of parameters that the client left open. */
public interface ParameterInference {
    /**
     * Takes note that a parameter of unknown type stands where this type is wanted, and returns its
     * type: this one, or the one noted before. 42P08 when they cannot be the same.
     */
    SqlType infer(int index, SqlType type);
}
