package io.omendb.perf.bench;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run was asked for.
 *
 * @param rows of the table
 * @param clients at once; 0: as many as the workload has by itself
 * @param against sides to stand beside ours; null: those that the workload has by itself
 * @param rounds each side is measured so often, in turn
 * @param seconds of each measurement that goes by time
 * @param rate operations a second in open loops; 0: half of what the slowest side reaches
 * @param scale of pgbench's tables
 * @param modes of pgbench's queries
 * @param statements of the server without a collector
 * @param operations of the engine without a collector
 * @param patterns of the names of JMH's benchmarks; none: all of them
 */
record BenchOptions(
        long rows,
        int clients,
        @Nullable Set<SideName> against,
        int rounds,
        double seconds,
        double rate,
        long seed,
        int scale,
        List<String> modes,
        long statements,
        long operations,
        List<String> patterns) {
    private static final int ROWS_MIN = 1_000;
    private static final int CLIENTS_MAX = 150;

    /**
     * @throws IllegalArgumentException with one line for whoever started the run
     */
    BenchOptions {
        require(rows >= ROWS_MIN, "--rows takes " + ROWS_MIN + " or more");
        require(clients >= 0 && clients <= CLIENTS_MAX, "--clients takes 1 to " + CLIENTS_MAX);
        require(rounds >= 1, "--rounds takes 1 or more");
        require(seconds > 0, "--seconds takes more than 0");
        require(rate >= 0, "--rate takes more than 0");
        require(scale >= 1, "--scale takes 1 or more");
        require(statements >= 1 && operations >= 1, "there is nothing to count");
        for (String mode : modes) {
            require(
                    List.of("simple", "extended", "prepared").contains(mode),
                    "--modes takes simple, extended, prepared");
        }
    }

    int clientsOr(int byItself) {
        return clients == 0 ? byItself : clients;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
