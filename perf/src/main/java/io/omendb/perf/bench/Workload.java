package io.omendb.perf.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;

/** Something to measure. */
interface Workload {
    /** As the command line and the result have it. */
    String name();

    /** What it measures, in one line. */
    String description();

    /** Rows of its table; 0 if it has none. */
    default long rows(BenchOptions options) {
        return options.rows();
    }

    /** Options of the command line that mean nothing to it. */
    default Set<String> optionsWithoutUse() {
        return Set.of();
    }

    /** Whether words behind its name choose among what it measures. */
    default boolean takesPatterns() {
        return false;
    }

    /** Rivals that it stands beside, unless others are asked for. */
    Set<SideName> rivals();

    /** Measures all sides into the figures of the bench. */
    void measure(Bench bench) throws SQLException, IOException, InterruptedException;
}
