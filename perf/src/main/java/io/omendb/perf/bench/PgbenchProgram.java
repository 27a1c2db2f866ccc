package io.omendb.perf.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** pgbench, as it is installed. */
final class PgbenchProgram {
    private static final Pattern TPS =
            Pattern.compile("^tps = ([0-9.]+) \\(without", Pattern.MULTILINE);
    private static final Pattern LATENCY =
            Pattern.compile("^latency average = ([0-9.]+) ms", Pattern.MULTILINE);
    private static final Pattern NONE_FAILED =
            Pattern.compile("^number of failed transactions: 0 ", Pattern.MULTILINE);

    private final Path program;

    private PgbenchProgram(Path program) {
        this.program = program;
    }

    /**
     * @throws IOException if none of the directories of PATH has it
     */
    static PgbenchProgram onPath() throws IOException {
        String path = System.getenv("PATH");
        for (String directory : path == null ? new String[0] : path.split(":", -1)) {
            Path candidate = Path.of(directory, "pgbench");
            if (Files.isExecutable(candidate)) {
                return new PgbenchProgram(candidate);
            }
        }
        throw new IOException(
                "pgbench is not on the PATH; it comes with PostgreSQL"
                        + " ('apt install postgresql-contrib', 'brew install postgresql')");
    }

    /** Makes and fills its tables. */
    void initialize(int port, int scale) throws IOException, InterruptedException {
        call(port, List.of("-i", "-q", "-s", Integer.toString(scale)));
    }

    /** A run of some seconds in which no transaction may fail. */
    PgbenchRun.Outcome run(int port, PgbenchRun run, int seconds)
            throws IOException, InterruptedException {
        String said =
                call(
                        port,
                        List.of(
                                "-n",
                                "-b",
                                run.script(),
                                "-M",
                                run.mode(),
                                "-c",
                                Integer.toString(run.clients()),
                                "-T",
                                Integer.toString(seconds)));
        if (!NONE_FAILED.matcher(said).find()) {
            throw new IOException("transactions failed: " + said);
        }
        return new PgbenchRun.Outcome(number(TPS, said), number(LATENCY, said));
    }

    private String call(int port, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(
                List.of("-h", "127.0.0.1", "-p", Integer.toString(port), "-U", "postgres"));
        command.addAll(arguments);
        command.add("postgres");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        boolean ended = false;
        try {
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            ended = true;
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", arguments) + ": pgbench failed: " + said);
            }
            return said;
        } finally {
            if (!ended) {
                process.destroyForcibly();
            }
        }
    }

    private static double number(Pattern pattern, String said) throws IOException {
        Matcher matcher = pattern.matcher(said);
        if (!matcher.find()) {
            throw new IOException("pgbench did not say " + pattern + ": " + said);
        }
        return Double.parseDouble(matcher.group(1));
    }
}
