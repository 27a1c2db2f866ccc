package io.omendb.perf.bench;

import java.util.Locale;

/** The rivals, by the names that the command line has for them. */
enum SideName {
    SQLITE,
    H2,
    DUCKDB,
    POSTGRES;

    /** Whether it runs in the process of its client. */
    boolean isEmbedded() {
        return this != POSTGRES;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
