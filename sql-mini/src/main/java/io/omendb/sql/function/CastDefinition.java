package io.omendb.sql.function;

import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;

/**
 * A conversion from one kind to another, or to the same with another modifier.
 *
 * @param context the weakest context in which it applies
 * @param volatility STABLE where settings of the session matter
 */
public record CastDefinition(
        TypeKind from,
        TypeKind to,
        CastContext context,
        Volatility volatility,
        CastKernelFactory kernel) {

    /** Makes the kernel of a cast. */
    @FunctionalInterface
    public interface CastKernelFactory {
        /**
         * @param explicit whether strings that are too long are cut (explicit casts) or refused
         */
        Kernel create(SqlType from, SqlType to, boolean explicit);
    }
}
