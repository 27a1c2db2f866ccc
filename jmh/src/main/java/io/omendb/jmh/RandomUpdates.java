package io.omendb.jmh;

import io.omendb.engine.api.PreparedStatement;
import java.util.SplittableRandom;

/** A filled table, and the change of one of its rows, chosen at random. */
final class RandomUpdates implements AutoCloseable {
    private final MetricsDatabase metrics;
    private final PreparedStatement update;
    private final SplittableRandom random = new SplittableRandom(Seed.VALUE + 1);

    private RandomUpdates(MetricsDatabase metrics) {
        this.metrics = metrics;
        this.update = metrics.connection().prepare("UPDATE metrics SET value = $1 WHERE id = $2");
    }

    /**
     * Opens a table of so many rows.
     *
     * @param durable whether a change has been forced when it returns
     */
    static RandomUpdates open(int rows, boolean durable) {
        MetricsDatabase metrics = MetricsDatabase.open(rows);
        metrics.connection().execute("SET synchronous_commit = " + (durable ? "on" : "off"));
        return new RandomUpdates(metrics);
    }

    /** Changes a row; returns the rows changed. */
    long update() {
        int row = random.nextInt(metrics.keys().length);
        return update.setDouble(1, row).setLong(2, metrics.keys()[row]).execute();
    }

    @Override
    public void close() {
        metrics.close();
    }
}
