package io.omendb.perf.bench;

import io.omendb.engine.api.Database;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The learned index beside a B+tree over the same memory, over five distributions of keys: the
 * benchmarks of {@code jmh} whose names begin with Index, at as many rows as the run has, and two
 * programs for what JMH cannot measure. What the targets ask for is derived from all that.
 */
final class IndexBenchmarks implements Workload {
    private static final String BENCHMARKS = "\\.jmh\\.Index";
    private static final String SLOWEST_INSERTS = "SlowestInserts";
    private static final String FOOTPRINT = "IndexFootprint";

    /**
     * Maps on the heap stand beside point reads; where they are so many that they fill the heap
     * they do not.
     */
    private static final long ROWS_ON_HEAP_MAX = 10_000_000;

    private static final String SLOW_ON_HEAP =
            "\\.jmh\\.Index(Insert|Scan)Benchmark\\.rival(RedBlackTree|SkipList)";
    private static final String ON_HEAP = "\\.jmh\\.IndexMapReadBenchmark";

    @Override
    public String name() {
        return "index";
    }

    @Override
    public String description() {
        return "the index beside a B+tree in the same memory; patterns of its claims may follow";
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
    public Set<String> optionsWithoutUse() {
        return Set.of(
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
        long rows = bench.options().rows();
        bench.figures().facts(Bench.OURS, Map.of("version", Database.VERSION));
        List<String> claims = claims(bench.options().patterns());
        if (!claims.isEmpty()) {
            runClaims(bench, claims, excluded(rows), rows);
            if (rows > IndexFigures.GROWTH_FROM && measuresPointReads(bench)) {
                runClaims(
                        bench,
                        List.of("\\.jmh\\.IndexPointReadBenchmark\\.(alex|floorRandomLoads)"),
                        List.of("-p", "reads=DEPENDENT"),
                        IndexFigures.GROWTH_FROM);
            }
        }
        if (isChosen(bench, SLOWEST_INSERTS)) {
            for (String side : List.of(Bench.OURS, IndexFigures.BTREE)) {
                IndexProgram.run(bench, SLOWEST_INSERTS, rows, List.of(side));
            }
        }
        if (isChosen(bench, FOOTPRINT)) {
            IndexProgram.run(bench, FOOTPRINT, rows, List.of());
        }
        new IndexFigures(bench.figures(), rows).derive();
    }

    private static void runClaims(
            Bench bench, List<String> patterns, List<String> arguments, long rows)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("-p", "size=" + rows));
        all.addAll(List.of("-jvmArgsAppend", String.join(" ", IndexProgram.memory(rows))));
        all.addAll(arguments);
        JmhResults results = JmhResults.read(JmhProcess.run(bench, patterns, all));
        bench.figures().facts("jmh", results.facts());
        results.addTo(bench.figures());
    }

    private static boolean measuresPointReads(Bench bench) {
        return bench.figures().metrics().stream()
                .anyMatch(metric -> metric.name().startsWith(IndexFigures.POINT_READS + ","));
    }

    private static List<String> excluded(long rows) {
        List<String> excluded = new ArrayList<>(List.of("-e", SLOW_ON_HEAP));
        if (rows > ROWS_ON_HEAP_MAX) {
            excluded.addAll(List.of("-e", ON_HEAP));
        }
        return excluded;
    }

    /** What JMH is to run; nothing where only programs were asked for. */
    private static List<String> claims(List<String> patterns) {
        return patterns.isEmpty()
                ? List.of(BENCHMARKS)
                : patterns.stream()
                        .filter(pattern ->
                                !pattern.equals(SLOWEST_INSERTS) && !pattern.equals(FOOTPRINT))
                        .map(pattern -> BENCHMARKS + ".*(?:" + pattern + ")")
                        .toList();
    }

    private static boolean isChosen(Bench bench, String program) {
        List<String> patterns = bench.options().patterns();
        return patterns.isEmpty() || patterns.stream().anyMatch(one -> isLike(one, program));
    }

    private static boolean isLike(String pattern, String name) {
        return Pattern.compile(pattern).matcher(name).find();
    }
}
