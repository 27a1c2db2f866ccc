package io.omendb.jmh;

import io.omendb.engine.api.Connection;
import io.omendb.engine.api.PreparedStatement;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A table that was empty, and the insert of its next row. */
@State(Scope.Thread)
public class DurableInserts {
    private MetricsDatabase metrics;
    private PreparedStatement insert;
    private long key;

    @Setup
    public void open() {
        metrics = MetricsDatabase.open(0);
        insert = metrics.connection().prepare("INSERT INTO metrics VALUES ($1, $2, $3)");
    }

    @TearDown
    public void giveBack() {
        metrics.close();
    }

    Connection connection() {
        return metrics.connection();
    }

    /** Inserts a row with the next key; returns the rows inserted. */
    long insert() {
        key++;
        return insert.setLong(1, key).setDouble(2, 0.5).setLong(3, 7).execute();
    }
}
