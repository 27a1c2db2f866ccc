package io.omendb.perf.bench;

import io.omendb.perf.bench.side.Client;
import io.omendb.perf.bench.side.OmendbEmbeddedSide;
import io.omendb.perf.bench.side.RowOrder;
import io.omendb.perf.site.MetricRow;
import io.omendb.perf.site.ProgressLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The engine in a JVM of its own that does operations and says what its heap held before and after.
 * {@link #main} is that JVM.
 */
final class EmbeddedRun {
    private static final Pattern OUTCOME =
            Pattern.compile("heap (\\d+) to (\\d+), (\\d+) operations in (\\d+) ns");
    private static final Pattern REACHED = Pattern.compile("reached (\\d+)");
    private static final double NS_PER_SECOND = 1e9;
    private static final int WARM_UP = 200_000;
    private static final int REPORTS = 20;

    /** One operation of so many is a commit that waits for the disk; the others read a row. */
    private static final int CHANGE_EVERY = 1_000;

    private EmbeddedRun() {}

    /** What the run said in its last line. */
    record Outcome(long beforeBytes, long afterBytes, double operationsPerSecond) {}

    /** Starts the JVM and waits for its end. */
    static Outcome start(Bench bench, List<String> jvmOptions, long operations)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(NoCollector.java().toString());
        command.addAll(jvmOptions);
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmbeddedRun.class.getName(),
                        bench.newDirectory("embedded").toString(),
                        Long.toString(bench.options().rows()),
                        Long.toString(operations),
                        Long.toString(bench.options().seed())));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        bench.started(process);
        List<String> said = new ArrayList<>();
        Outcome outcome = null;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                ProgressLine progress = bench.progress("operations", "operations", operations)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher reached = REACHED.matcher(line);
                if (reached.matches()) {
                    progress.reached(Long.parseLong(reached.group(1)));
                } else {
                    said.add(line);
                    outcome = outcome == null ? outcome(line) : outcome;
                }
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.waitFor() != 0 || outcome == null) {
            throw new IOException("the engine ended: " + String.join(System.lineSeparator(), said));
        }
        return outcome;
    }

    private static @Nullable Outcome outcome(String line) {
        Matcher matcher = OUTCOME.matcher(line);
        return matcher.matches()
                ? new Outcome(
                        Long.parseLong(matcher.group(1)),
                        Long.parseLong(matcher.group(2)),
                        Long.parseLong(matcher.group(3))
                                * NS_PER_SECOND
                                / Long.parseLong(matcher.group(4)))
                : null;
    }

    /** The JVM of the engine: directory, rows, operations, seed. */
    public static void main(String[] arguments) throws SQLException {
        Path directory = Path.of(arguments[0]);
        long rows = Long.parseLong(arguments[1]);
        long operations = Long.parseLong(arguments[2]);
        long seed = Long.parseLong(arguments[3]);
        RowOrder order = new RowOrder(RowOrder.Kind.RANDOM, seed);
        SplittableRandom random = new SplittableRandom(seed);
        try (OmendbEmbeddedSide side = new OmendbEmbeddedSide(directory);
                Client client = side.connect();
                ProgressLine silent = ProgressLine.words(line -> {}, "rows", "rows", rows)) {
            client.recreateTable();
            client.load(order, rows, silent);
            operate(client, order, rows, random, WARM_UP);
            long before = usedBytes();
            long startNs = System.nanoTime();
            long chunk = Math.max(1, operations / REPORTS);
            for (long done = 0; done < operations; done += chunk) {
                operate(client, order, rows, random, Math.min(chunk, operations - done));
                System.out.println("reached " + Math.min(operations, done + chunk));
            }
            long elapsedNs = System.nanoTime() - startNs;
            System.out.println(
                    "heap "
                            + before
                            + " to "
                            + usedBytes()
                            + ", "
                            + operations
                            + " operations in "
                            + elapsedNs
                            + " ns");
        }
    }

    private static void operate(
            Client client, RowOrder order, long rows, SplittableRandom random, long count)
            throws SQLException {
        for (long i = 0; i < count; i++) {
            long row = random.nextLong(rows);
            long found =
                    i % CHANGE_EVERY == 0
                            ? client.update(order.key(row), MetricRow.value(row + i))
                            : client.point(order.key(row));
            if (found != 1) {
                throw new IllegalStateException("found " + found + " rows, not 1");
            }
        }
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
