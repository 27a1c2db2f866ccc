package io.omendb.engine.catalog;

import io.omendb.engine.catalog.SystemTable.RowProducer;
import io.omendb.pipeline.SlowStep;
import io.omendb.pipeline.StepFigures;
import java.util.Map;

/** The rows about the steps of the engine's threads: what each did, and which were slow. */
final class StepTables {
    private static final double NS_PER_MS = 1e6;
    private static final long NS_PER_MICRO = 1_000;

    private StepTables() {}

    static void register(Map<String, RowProducer> producers) {
        producers.put("pg_catalog.omen_stat_steps", StepTables::steps);
        producers.put("pg_catalog.omen_stat_slow_steps", StepTables::slowSteps);
    }

    private static void steps(SystemSnapshot snapshot, SystemRows rows) {
        for (SystemSnapshot.ThreadSteps thread : snapshot.steps().threads()) {
            for (StepFigures step : thread.log().figures()) {
                rows.add()
                        .set("thread", thread.thread())
                        .set("step", step.step())
                        .set("count", step.count())
                        .set("total_time", step.totalNs() / NS_PER_MS)
                        .set("max_time", step.longestNs() / NS_PER_MS);
            }
        }
    }

    private static void slowSteps(SystemSnapshot snapshot, SystemRows rows) {
        SystemSnapshot.Steps steps = snapshot.steps();
        for (SystemSnapshot.ThreadSteps thread : steps.threads()) {
            for (SlowStep step : thread.log().slowSteps()) {
                long agoMicros = (steps.nowNs() - step.beginNs()) / NS_PER_MICRO;
                rows.add()
                        .set("thread", thread.thread())
                        .set("step", step.step())
                        .set("began", steps.nowMicros() - agoMicros)
                        .set("began_ns", step.beginNs())
                        .set("length_ns", step.lengthNs());
            }
        }
    }
}
