package io.omendb.perf.demo;

/**
 * How large the demo is.
 *
 * @param rowCount rows that COPY brings
 * @param clientCount connections that commit while the server is killed
 * @param commitCount commits acknowledged to all of them together before it is; each brings {@link
 *     LoadClient#TRANSACTION_ROWS} rows
 */
record DemoSize(int rowCount, int clientCount, int commitCount) {
    private static final int ROWS_MIN = 10_000;
    private static final int ROWS_MAX = 100_000_000;
    private static final int CLIENTS_MAX = 64;
    private static final int COMMITS_MIN = 1_000;

    /** @throws IllegalArgumentException with one line for whoever started the demo */
    DemoSize {
        require(rowCount >= ROWS_MIN && rowCount <= ROWS_MAX, "--rows takes " + ROWS_MIN + " to " + ROWS_MAX);
        require(clientCount >= 2 && clientCount <= CLIENTS_MAX, "--clients takes 2 to " + CLIENTS_MAX);
        require(commitCount >= COMMITS_MIN, "--commits takes " + COMMITS_MIN + " or more");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
