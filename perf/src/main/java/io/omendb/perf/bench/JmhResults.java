package io.omendb.perf.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.omendb.perf.bench.result.Figures;
import io.omendb.perf.bench.result.Measured;
import io.omendb.perf.bench.result.Metric;
import io.omendb.perf.bench.result.Percentiles;
import io.omendb.perf.bench.result.Role;
import io.omendb.perf.bench.result.Score;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What JMH wrote, as figures: a metric for each claim and each choice of its parameters, and
 * another one for what an operation of it allocates.
 *
 * <p>A claim is a class. One method of it is ours; the names of the others begin with {@code rival}
 * or {@code floor} and go on with what they are.
 */
final class JmhResults {
    private static final String RIVAL = "rival";
    private static final String FLOOR = "floor";
    private static final String CLASS_SUFFIX = "Benchmark";
    private static final String BYTES = "gc.alloc.rate.norm";
    private static final String SAMPLED = "sample";
    private static final String THROUGHPUT = "thrpt";

    private final JsonNode document;
    private final List<Run> runs;

    private JmhResults(JsonNode document, List<Run> runs) {
        this.document = document;
        this.runs = runs;
    }

    /**
     * Reads the document.
     *
     * @throws IOException if it is not what JMH writes, or two methods of a class are ours
     */
    static JmhResults read(Path file) throws IOException {
        JsonNode document = new ObjectMapper().readTree(file.toFile());
        if (!document.isArray() || document.isEmpty()) {
            throw new IOException("JMH measured nothing");
        }
        List<Run> runs = new ArrayList<>();
        for (JsonNode node : document) {
            runs.add(Run.of(node));
        }
        Map<String, String> ours = new LinkedHashMap<>();
        for (Run run : runs) {
            String other = run.role == Role.OURS ? ours.put(run.metric, run.method) : null;
            if (other != null) {
                throw new IOException(
                        run.metric + " claims two things: " + other + " and " + run.method);
            }
        }
        return new JmhResults(document, runs);
    }

    /** Of JMH, its JVM, and how it measured; no path is among them. */
    Map<String, String> facts() {
        JsonNode first = document.get(0);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("version", first.path("jmhVersion").asText());
        facts.put("forks", first.path("forks").asText());
        facts.put(
                "warm-up",
                first.path("warmupIterations").asText()
                        + " x "
                        + first.path("warmupTime").asText());
        facts.put("profiler", "gc");
        facts.put("error", "of the mean, 99.9%");
        return facts;
    }

    /** Adds all of it: of each claim ours first, then rivals, then floors. */
    void addTo(Figures figures) {
        for (Run run : runs.stream().sorted(Comparator.comparing(run -> run.role)).toList()) {
            Measured score = figures.metric(run.metric, run.unit, run.higherIsBetter);
            run.rounds.forEach(figure -> score.add(run.role, run.side, figure));
            score.describe(run.side, run.score, run.latencyUs);
        }
        for (Run run : runs.stream().sorted(Comparator.comparing(run -> run.role)).toList()) {
            Measured bytes = figures.metric(run.metric + Metric.ALLOCATED, "B/op", false);
            run.bytesRounds.forEach(figure -> bytes.add(run.role, run.side, figure));
            bytes.describe(run.side, run.bytes, null);
        }
    }

    /**
     * One method with one choice of parameters.
     *
     * @param rounds the score of each iteration
     * @param bytesRounds of heap per operation, of each iteration
     */
    private record Run(
            String metric,
            String method,
            Role role,
            String side,
            String unit,
            boolean higherIsBetter,
            Score score,
            List<Double> rounds,
            Score bytes,
            List<Double> bytesRounds,
            @Nullable Percentiles latencyUs) {
        static Run of(JsonNode node) throws IOException {
            String benchmark = required(node, "benchmark").asText();
            String method = benchmark.substring(benchmark.lastIndexOf('.') + 1);
            JsonNode primary = required(node, "primaryMetric");
            JsonNode bytes = required(required(node, "secondaryMetrics"), BYTES);
            boolean sampled = node.path("mode").asText().equals(SAMPLED);
            String unit = required(primary, "scoreUnit").asText();
            List<Histogram> histograms = sampled ? histograms(primary) : List.of();
            return new Run(
                    metric(benchmark, node.path("params")),
                    method,
                    role(method),
                    side(method),
                    unit,
                    node.path("mode").asText().equals(THROUGHPUT),
                    score(primary),
                    sampled
                            ? histograms.stream().map(Histogram::mean).toList()
                            : flat(required(primary, "rawData")),
                    score(bytes),
                    flat(required(bytes, "rawData")),
                    sampled ? percentiles(primary, unit, histograms) : null);
        }

        /** Claim and parameters, as targets name them. */
        private static String metric(String benchmark, JsonNode parameters) {
            String className = benchmark.substring(0, benchmark.lastIndexOf('.'));
            StringBuilder name =
                    new StringBuilder(className.substring(className.lastIndexOf('.') + 1));
            if (name.toString().endsWith(CLASS_SUFFIX)) {
                name.setLength(name.length() - CLASS_SUFFIX.length());
            }
            parameters.forEach(value -> name.append(", ").append(value.asText()));
            return name.toString();
        }

        private static Role role(String method) {
            if (method.startsWith(RIVAL)) {
                return Role.RIVAL;
            }
            return method.startsWith(FLOOR) ? Role.FLOOR : Role.OURS;
        }

        /** The method's name in words, without what says its role. */
        private static String side(String method) {
            return switch (role(method)) {
                case OURS -> Bench.OURS;
                case RIVAL -> words(method.substring(RIVAL.length()));
                case FLOOR -> words(method.substring(FLOOR.length()));
            };
        }

        private static String words(String camels) {
            return camels.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        }

        private static Score score(JsonNode metric) throws IOException {
            double error = required(metric, "scoreError").asDouble(Double.NaN);
            return new Score(
                    required(metric, "score").asDouble(), Double.isNaN(error) ? null : error);
        }

        /** Of the iterations of each fork, one fork behind the other. */
        private static List<Double> flat(JsonNode forks) {
            List<Double> figures = new ArrayList<>();
            forks.forEach(fork -> fork.forEach(figure -> figures.add(figure.asDouble())));
            return figures;
        }

        private static List<Histogram> histograms(JsonNode primary) throws IOException {
            List<Histogram> histograms = new ArrayList<>();
            for (JsonNode fork : required(primary, "rawDataHistogram")) {
                fork.forEach(iteration -> histograms.add(new Histogram(iteration)));
            }
            return histograms;
        }

        private static Percentiles percentiles(
                JsonNode primary, String unit, List<Histogram> histograms) throws IOException {
            double us = microseconds(unit);
            JsonNode at = required(primary, "scorePercentiles");
            return new Percentiles(
                    us * required(at, "50.0").asDouble(),
                    us * required(at, "90.0").asDouble(),
                    us * required(at, "99.0").asDouble(),
                    us * required(at, "99.9").asDouble(),
                    us * required(at, "99.99").asDouble(),
                    us * required(at, "100.0").asDouble(),
                    histograms.stream().mapToLong(Histogram::count).sum());
        }

        /** Of one of JMH's units of time. */
        private static double microseconds(String unit) throws IOException {
            return switch (unit) {
                case "ns/op" -> 1e-3;
                case "us/op" -> 1;
                case "ms/op" -> 1e3;
                case "s/op" -> 1e6;
                default -> throw new IOException("JMH timed in " + unit);
            };
        }

        private static JsonNode required(JsonNode node, String field) throws IOException {
            JsonNode value = node.get(field);
            if (value == null) {
                throw new IOException("JMH's result has no " + field);
            }
            return value;
        }
    }

    /** How often each time was measured in an iteration: an array of pairs. */
    private record Histogram(JsonNode pairs) {
        long count() {
            long count = 0;
            for (JsonNode pair : pairs) {
                count += pair.get(1).asLong();
            }
            return count;
        }

        double mean() {
            double sum = 0;
            for (JsonNode pair : pairs) {
                sum += pair.get(0).asDouble() * pair.get(1).asLong();
            }
            return sum / Math.max(1, count());
        }
    }
}
