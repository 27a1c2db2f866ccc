package io.omendb.perf.bench;

import io.omendb.engine.api.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The benchmarks of the module {@code jmh}, a claim each: JMH runs them in processes of its own,
 * with the profiler that counts what they allocate.
 */
final class MicroBenchmarks implements Workload {
    @Override
    public String name() {
        return "jmh";
    }

    @Override
    public String description() {
        return "one benchmark per claim, by JMH; patterns of their names may follow";
    }

    @Override
    public boolean takesPatterns() {
        return true;
    }

    @Override
    public Set<SideName> rivals() {
        return Set.of();
    }

    @Override
    public long rows(BenchOptions options) {
        return 0;
    }

    @Override
    public Set<String> optionsWithoutUse() {
        return Set.of(
                "--rows",
                "--clients",
                "--against",
                "--rate",
                "--scale",
                "--modes",
                "--statements",
                "--operations");
    }

    @Override
    public void measure(Bench bench) throws IOException, InterruptedException {
        Path document = JmhProcess.run(bench, bench.options().patterns(), List.of());
        JmhResults results = JmhResults.read(document);
        bench.figures().facts(Bench.OURS, Map.of("version", Database.VERSION));
        bench.figures().facts("jmh", results.facts());
        results.addTo(bench.figures());
    }
}
