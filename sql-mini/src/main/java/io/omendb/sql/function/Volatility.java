package io.omendb.sql.function;

/** When a function of the same arguments may give another result. */
public enum Volatility {
    /** Never: calls with constants are folded. */
    IMMUTABLE,
    /** In another statement or session. */
    STABLE,
    /** At every call. */
    VOLATILE
}
