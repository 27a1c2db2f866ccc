package io.omendb.sql.function;

/** Where a conversion is asked for; each context also allows what the ones before it allow. */
public enum CastContext {
    /** Inside an expression, without being written. */
    IMPLICIT,
    /** A value that goes into a column. */
    ASSIGNMENT,
    /** {@code CAST(x AS type)} and {@code x::type}. */
    EXPLICIT
}
