package io.omendb.perf.bench;

/** One way to run pgbench. */
record PgbenchRun(String script, String mode, int clients, int scale) {
    /** As figures name it. At scale 1 all clients change one row: that is said. */
    String words() {
        return script
                + ", "
                + mode
                + ", "
                + clients
                + (clients == 1 ? " client" : " clients")
                + (scale == 1 ? ", scale 1" : "");
    }

    /**
     * What pgbench said of it.
     *
     * @param latencyMs mean of the transactions
     */
    record Outcome(double transactionsPerSecond, double latencyMs) {}
}
