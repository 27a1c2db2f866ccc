package io.omendb.perf.bench.side;

import io.omendb.perf.bench.load.EngineStep;
import java.sql.SQLException;
import java.util.List;

/** A side that can say what its threads did in the pauses that its clients saw. */
public interface SlowSteps {
    /** How it is asked. */
    String QUERY = "SELECT thread, step, began_ns, length_ns FROM omen_stat_slow_steps";

    /** Those of late, of all its threads. */
    List<EngineStep> slowSteps() throws SQLException;
}
