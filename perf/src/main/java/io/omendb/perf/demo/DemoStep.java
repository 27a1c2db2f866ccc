package io.omendb.perf.demo;

import java.io.IOException;
import java.sql.SQLException;

/** One thing that the demo shows. Steps run in their order: each builds on the rows of those before it. */
sealed interface DemoStep
        permits CreateTable, LoadRows, RollBack, InsertDuplicate, AnalyzeWhileInserting, KillUnderLoad {
    String title();

    /**
     * Does it, says what it did and how long that took, and checks what came of it.
     *
     * @throws CheckFailedException if something that the step is to show does not hold
     */
    void run(Demo demo) throws SQLException, IOException, InterruptedException, CheckFailedException;
}
