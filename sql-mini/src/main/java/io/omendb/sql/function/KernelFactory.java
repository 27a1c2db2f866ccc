package io.omendb.sql.function;

import io.omendb.sql.types.SqlType;
import java.util.List;

/**
 * Makes the kernel for one place of an expression, whose argument types are the ones after
 * coercion.
 */
@FunctionalInterface
public interface KernelFactory {
    Kernel create(List<SqlType> argumentTypes, SqlType returnType);
}
