package io.omendb.perf.bench;

import io.omendb.perf.site.ProgressLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JMH's own program, over the class path of the benchmarks, which this process does not have. */
final class JmhProcess {
    /** What the launcher says: the jar of the benchmarks and what it needs. */
    private static final String CLASS_PATH = "omendb.jmh";

    /** Where the benchmarks read the seed of their keys. */
    private static final String SEED = "omendb.jmh.seed";

    private static final Pattern PROGRESS =
            Pattern.compile("# Run progress: (\\d+)[.,]\\d+% complete.*");
    private static final String NO_MATCH = "No matching benchmarks";
    private static final int PERCENT = 100;
    private static final int LINES_KEPT = 40;
    private static final double MS_PER_SECOND = 1e3;

    /** A warm-up that is longer than this is not a better one: it compiles, it does not measure. */
    private static final double WARM_UP_SECONDS = 1;

    private JmhProcess() {}

    /**
     * Runs benchmarks.
     *
     * @param patterns of their names, regular expressions; none: all of them
     * @param arguments of JMH beside those that the options of the run decide
     * @return what JMH wrote of them, as JSON
     */
    static Path run(Bench bench, List<String> patterns, List<String> arguments)
            throws IOException, InterruptedException {
        Path directory = bench.newDirectory("jmh");
        Path document = directory.resolve("results.json");
        List<String> command = java(bench, directory);
        command.add("org.openjdk.jmh.Main");
        command.addAll(patterns);
        command.addAll(arguments);
        command.addAll(arguments(bench.options(), document));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        bench.started(process);
        process.getOutputStream().close();
        ArrayDeque<String> said = new ArrayDeque<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                ProgressLine progress = bench.progress("benchmarks", "percent", PERCENT)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher matcher = PROGRESS.matcher(line);
                if (matcher.matches()) {
                    progress.reached(Long.parseLong(matcher.group(1)));
                } else if (line.startsWith(NO_MATCH)) {
                    throw new IOException(
                            "no benchmark is named like " + String.join(", ", patterns));
                }
                if (said.size() == LINES_KEPT) {
                    said.removeFirst();
                }
                said.add(line);
            }
            if (process.waitFor() == 0) {
                progress.reached(PERCENT);
                return document;
            }
        }
        throw new IOException("a benchmark failed: " + String.join(System.lineSeparator(), said));
    }

    /**
     * How a JVM is started that has the benchmarks: the class to run follows.
     *
     * @param directory for files, on the file system that the result names
     */
    static List<String> java(Bench bench, Path directory) throws IOException {
        String classPath = System.getProperty(CLASS_PATH);
        if (classPath == null) {
            throw new IOException("scripts/omendb bench knows where the benchmarks are, not this");
        }
        // The processes that JMH starts are given the same: the product's flags, and a place for
        // files.
        return new ArrayList<>(
                List.of(
                        NoCollector.java().toString(),
                        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + directory,
                        "-D" + SEED + "=" + bench.options().seed(),
                        "-cp",
                        classPath));
    }

    private static List<String> arguments(BenchOptions options, Path document) {
        return List.of(
                "-i",
                Integer.toString(options.rounds()),
                "-r",
                millis(options.seconds()),
                "-w",
                millis(Math.min(options.seconds(), WARM_UP_SECONDS)),
                "-prof",
                "gc",
                "-foe",
                "true",
                "-rf",
                "json",
                "-rff",
                document.toString());
    }

    private static String millis(double seconds) {
        return Math.max(1, Math.round(seconds * MS_PER_SECOND)) + "ms";
    }
}
