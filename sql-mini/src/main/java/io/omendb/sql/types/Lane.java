package io.omendb.sql.types;

/** The primitive array in which a vector holds the values of a type. */
public enum Lane {
    /**
     * Booleans as 0 and 1, integers, object identifiers, dates in days, timestamps in microseconds.
     */
    LONG,
    /** Floating point; a {@code real} is held exactly, as the double of the same value. */
    DOUBLE,
    /** Everything of variable length, one run of bytes per row. */
    BYTES
}
