package io.omendb.perf.bench;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All that can be measured, in the order in which {@code all} does. */
final class Workloads {
    private static final Set<SideName> TRANSACTIONAL =
            EnumSet.of(SideName.SQLITE, SideName.H2, SideName.POSTGRES);

    static final List<Workload> ALL =
            List.of(
                    new BulkLoad(),
                    new ShortOperations(
                            "single",
                            "single inserts, each durable",
                            Operation.SINGLE,
                            TRANSACTIONAL),
                    new ShortOperations(
                            "point",
                            "reads of a row by its key",
                            Operation.POINT,
                            EnumSet.allOf(SideName.class)),
                    new ShortOperations(
                            "range",
                            "reads of " + Operation.RANGE_ROWS + " rows in the order of the key",
                            Operation.RANGE,
                            EnumSet.allOf(SideName.class)),
                    new ShortOperations(
                            "mixed",
                            "as many reads as durable changes of a row, zipfian",
                            Operation.MIXED,
                            TRANSACTIONAL),
                    new Analytics(),
                    new Pgbench(),
                    new IdleServer(),
                    new NoCollector(),
                    new Memory(),
                    new IndexBenchmarks(),
                    new MicroBenchmarks());

    private Workloads() {}

    static Optional<Workload> named(String name) {
        return ALL.stream().filter(workload -> workload.name().equals(name)).findFirst();
    }
}
