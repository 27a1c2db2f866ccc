package io.omendb.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.omendb.perf.bench.result.Target;
import io.omendb.perf.bench.result.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The benchmarks of {@code jmh} by the convention that {@code bench jmh} reads their results by.
 */
class ClaimsTest {
    private static final Pattern BENCHMARK =
            Pattern.compile("@Benchmark\\s+(?:@\\w+(?:\\([^)]*\\))?\\s+)*public [^(]*?(\\w+)\\(");

    private final SourceTree tree = SourceTree.ofThisBuild();
    private final Map<String, String> sources = new TreeMap<>();

    @BeforeEach
    void readBenchmarks() {
        for (Path file : tree.mainJava()) {
            String source = String.join("\n", tree.lines(file));
            if (file.startsWith("jmh") && source.contains("@Benchmark\n")) {
                sources.put(file.getFileName().toString().replace(".java", ""), source);
            }
        }
        assertFalse(sources.isEmpty(), "no benchmarks found");
    }

    @Test
    void shouldClaimOneThingPerClass() {
        List<String> places = new ArrayList<>();
        sources.forEach((name, source) -> {
            if (!source.contains("/**\n * Claim: ")) {
                places.add(name + " does not begin with what it claims");
            }
            List<String> ours = new ArrayList<>();
            Matcher method = BENCHMARK.matcher(source);
            while (method.find()) {
                if (!method.group(1).matches("(rival|floor)[A-Z].*")) {
                    ours.add(method.group(1));
                }
            }
            if (ours.size() != 1) {
                places.add(name + " has not one method of ours but " + ours);
            }
        });
        assertEquals(List.of(), places);
    }

    @Test
    void shouldHoldTargetsAgainstBenchmarksThatAreThere() throws IOException {
        List<String> missing =
                Targets.read().all().stream()
                        .filter(target -> target.workload().equals("jmh"))
                        .map(Target::metric)
                        .filter(metric -> {
                            String claim = metric.split(",", 2)[0];
                            return !sources.containsKey(claim)
                                    && !sources.containsKey(claim + "Benchmark");
                        })
                        .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void shouldNameEachBenchmarkInTheDocument() {
        String document = String.join("\n", tree.lines(Path.of("docs/performance.md")));
        assertEquals(
                List.of(),
                sources.keySet().stream()
                        .filter(name -> !document.contains("`" + name + "`"))
                        .toList());
    }
}
