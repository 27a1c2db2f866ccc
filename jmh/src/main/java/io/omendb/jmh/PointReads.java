package io.omendb.jmh;

import io.omendb.engine.api.PreparedStatement;
import io.omendb.engine.api.Rows;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A filled table, the read of one of its rows by its key, and the keys that are asked for. */
@State(Scope.Thread)
public class PointReads {
    private static final int ROWS = 1_000_000;

    private MetricsDatabase metrics;
    private PreparedStatement select;
    private Probes probes;

    @Setup
    public void fill() {
        metrics = MetricsDatabase.open(ROWS);
        select = metrics.connection().prepare("SELECT value FROM metrics WHERE id = $1");
        probes = Probes.of(metrics.keys());
    }

    @TearDown
    public void giveBack() {
        metrics.close();
    }

    /** The keys of the rows, in the order in which they were inserted. */
    long[] keys() {
        return metrics.keys();
    }

    /** A key that is there. */
    long nextKey() {
        return probes.next();
    }

    /** Its row's value. */
    double read(long key) {
        try (Rows rows = select.setLong(1, key).query()) {
            return rows.next() ? rows.getDouble(0) : Double.NaN;
        }
    }
}
