package io.omendb.perf.bench;

import io.omendb.perf.bench.result.Machine;
import io.omendb.perf.bench.result.Report;
import io.omendb.perf.bench.result.Result;
import io.omendb.perf.bench.result.Target;
import io.omendb.perf.bench.result.Targets;
import io.omendb.perf.bench.result.Verdict;
import io.omendb.perf.site.TemporaryDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code omendb bench NAME...}: measures workloads and keeps what came out. Status 1 if one of them
 * fails, or if a target is missed and {@code --check} asks for that.
 */
@Command(
        name = "bench",
        description = {
            "Measures OmenDB beside its rivals and the floors of this machine, in turn.",
            "NAME is a workload, or all of them; bench list says which there are.",
            "Words behind jmh are patterns of its benchmarks."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class BenchCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    /** Above this share of all cores in use, figures would be those of other work as well. */
    private static final double BUSY = 0.15;

    private static final String ALL = "all";
    private static final String LIST = "list";
    private static final String NONE = "none";

    /** What does not belong into the name of a file. */
    private static final Pattern NO_FILE_NAME = Pattern.compile("[^A-Za-z0-9]+");

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            arity = "1..*",
            description = "workloads, all, or list; behind jmh: patterns of its benchmarks")
    private List<String> names = List.of();

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "rows of the table")
    private long rows;

    @Option(
            names = "--clients",
            paramLabel = "C",
            defaultValue = "0",
            description = "clients at once; 0: as many as the workload has by itself")
    private int clients;

    @Option(
            names = "--against",
            paramLabel = "SIDE",
            split = ",",
            description = "sqlite, h2, duckdb, postgres, or none; without it: all that fit")
    private List<String> against = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "R",
            defaultValue = "5",
            description = "measurements of each side, in turn")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "5",
            description = "length of a measurement that goes by time")
    private double seconds;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "operations/s at a fixed rate; 0: half of what the slowest side reaches")
    private double rate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "20260101",
            description = "of random keys and choices")
    private long seed;

    @Option(
            names = "--scale",
            paramLabel = "N",
            defaultValue = "10",
            description = "scale of pgbench's tables")
    private int scale;

    @Option(
            names = "--modes",
            paramLabel = "MODE",
            split = ",",
            description = "query modes of pgbench: simple, extended, prepared; without it: all")
    private List<String> modes = List.of();

    @Option(
            names = "--statements",
            paramLabel = "N",
            defaultValue = "50000000",
            description = "statements of nogc to the server")
    private long statements;

    @Option(
            names = "--operations",
            paramLabel = "N",
            defaultValue = "200000000",
            description = "operations of nogc on the engine")
    private long operations;

    @Option(names = "--check", description = "status 1 if a target is missed")
    private boolean check;

    @Option(
            names = "--busy",
            description = "measure even if other work uses the machine: such figures are void")
    private boolean busy;

    @Option(
            names = "--results",
            paramLabel = "DIR",
            defaultValue = "${sys:omendb.root:-.}/docs/results",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description = "where results are kept; without it: docs/results")
    private Path results = Path.of("results");

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Targets targets = Targets.read();
        if (workloadNames().contains(LIST)) {
            list(out, targets);
            return 0;
        }
        List<Workload> chosen = chosen();
        refuseWhatNobodyTakes(chosen);
        BenchOptions options = options();
        try (BenchSite site = BenchSite.create()) {
            Machine machine = Machine.look(site.path());
            if (machine.cpuBusy() > BUSY && !busy) {
                out.printf(
                        Locale.ROOT,
                        "%.0f%% of the machine is in use by others: figures would be void."
                                + " --busy measures all the same.%n",
                        machine.cpuBusy() * 100);
                return FAILED;
            }
            Session session =
                    new Session(options, machine, targets, site, new Report(out, results));
            int status = 0;
            for (Workload workload : chosen) {
                status = Math.max(status, run(session, workload, out));
            }
            return status;
        }
    }

    /** What the workloads of one call share. */
    private record Session(
            BenchOptions options,
            Machine machine,
            Targets targets,
            BenchSite site,
            Report report) {}

    private int run(Session session, Workload workload, PrintWriter out)
            throws IOException, InterruptedException {
        BenchOptions options = session.options();
        Set<SideName> rivals = options.against() == null ? workload.rivals() : options.against();
        Path directory = Files.createTempDirectory(session.site().path(), workload.name());
        // Other users pass through it to the database of a rival.
        directory.toFile().setExecutable(true, false);
        List<Verdict> verdicts;
        try (Bench bench =
                new Bench(
                        options,
                        rivals,
                        directory,
                        programs(session.site().path()),
                        new Screen(out))) {
            session.site().measures(bench);
            workload.measure(bench);
            verdicts =
                    session.targets()
                            .judge(
                                    workload.name(),
                                    workload.rows(options),
                                    bench.figures().metrics());
            session.report()
                    .publish(result(session, workload, bench, verdicts), fileName(workload));
        } catch (SQLException | IOException | RuntimeException failure) {
            // What fails because the site is gone was interrupted: the signal decides the status.
            if (!session.site().isClosed()) {
                out.println(workload.name() + " failed: " + failure.getMessage());
                if (failure instanceof RuntimeException) {
                    // Not something that a side said, but a mistake of the harness.
                    failure.printStackTrace(out);
                }
                out.flush();
            }
            return FAILED;
        } finally {
            if (!session.site().isClosed()) {
                TemporaryDirectory.remove(directory);
            }
        }
        boolean missed =
                verdicts.stream().anyMatch(verdict -> verdict.outcome() == Verdict.Outcome.MISSED);
        return check && missed ? FAILED : 0;
    }

    private Result result(Session session, Workload workload, Bench bench, List<Verdict> verdicts)
            throws IOException, InterruptedException {
        BenchOptions options = session.options();
        return new Result(
                workload.name(),
                command(workload),
                SourceCommit.read(),
                LocalDate.now(ZoneOffset.UTC).toString(),
                options.seed(),
                workload.rows(options),
                options.rounds(),
                options.seconds(),
                session.machine(),
                bench.figures().facts(),
                bench.figures().metrics(),
                bench.figures().pauses(),
                verdicts);
    }

    /** Its words as they were given, but for the directory of results and other workloads. */
    private String command(Workload workload) {
        List<String> words = new ArrayList<>(List.of("scripts/omendb bench", workload.name()));
        for (String pattern : patterns(workload)) {
            words.add(NO_FILE_NAME.matcher(pattern).find() ? "'" + pattern + "'" : pattern);
        }
        for (var option : spec.commandLine().getParseResult().matchedOptions()) {
            String name = option.longestName();
            if (!name.equals("--results")
                    && !name.equals("--check")
                    && !workload.optionsWithoutUse().contains(name)) {
                words.add(name);
                if (option.arity().max() > 0) {
                    words.add(String.join(",", option.originalStringValues()));
                }
            }
        }
        return String.join(" ", words);
    }

    /** The name of the workload, and behind it what makes it another measurement. */
    private String fileName(Workload workload) {
        StringBuilder name = new StringBuilder(workload.name());
        for (String pattern : patterns(workload)) {
            name.append('-').append(NO_FILE_NAME.matcher(pattern).replaceAll("-"));
        }
        for (var option : spec.commandLine().getParseResult().matchedOptions()) {
            String optionName = option.longestName();
            switch (workload.optionsWithoutUse().contains(optionName) ? "" : optionName) {
                case "--rows" -> name.append("-rows-").append(rows);
                case "--clients" -> name.append("-clients-").append(clients);
                case "--scale" -> name.append("-scale-").append(scale);
                default -> {}
            }
        }
        return name.toString();
    }

    /** Beside the jar, where a build leaves what it made; else with what is temporary. */
    private static Path programs(Path site) {
        String jar = System.getProperty("omendb.jar");
        Path parent = jar == null ? null : Path.of(jar).toAbsolutePath().getParent();
        return parent == null ? site : parent;
    }

    /** All words up to a workload that takes patterns: those behind it are such. */
    private List<String> workloadNames() {
        int count = 0;
        boolean patternsFollow = false;
        while (count < names.size() && !patternsFollow) {
            patternsFollow =
                    Workloads.named(names.get(count)).filter(Workload::takesPatterns).isPresent();
            count++;
        }
        return names.subList(0, count);
    }

    private List<String> patterns(Workload workload) {
        return workload.takesPatterns()
                ? names.subList(workloadNames().size(), names.size())
                : List.of();
    }

    /** An option that would be read by none of the workloads is a mistake of whoever gave it. */
    private void refuseWhatNobodyTakes(List<Workload> chosen) {
        for (var option : spec.commandLine().getParseResult().matchedOptions()) {
            String name = option.longestName();
            if (chosen.stream().allMatch(workload -> workload.optionsWithoutUse().contains(name))) {
                throw new ParameterException(
                        spec.commandLine(),
                        name + " means nothing to " + workloadNames().getLast());
            }
        }
    }

    private List<Workload> chosen() {
        if (workloadNames().contains(ALL)) {
            return Workloads.ALL;
        }
        List<Workload> chosen = new ArrayList<>();
        for (String name : workloadNames()) {
            chosen.add(
                    Workloads.named(name)
                            .orElseThrow(() ->
                                    new ParameterException(
                                            spec.commandLine(),
                                            "there is no workload "
                                                    + name
                                                    + "; scripts/omendb bench list says which there are")));
        }
        return chosen;
    }

    private BenchOptions options() {
        try {
            return new BenchOptions(
                    rows,
                    clients,
                    rivals(),
                    rounds,
                    seconds,
                    rate,
                    seed,
                    scale,
                    modes,
                    statements,
                    operations,
                    names.subList(workloadNames().size(), names.size()));
        } catch (IllegalArgumentException invalid) {
            throw new ParameterException(spec.commandLine(), invalid.getMessage(), invalid);
        }
    }

    private @Nullable Set<SideName> rivals() {
        if (against.isEmpty()) {
            return null;
        }
        Set<SideName> rivals = EnumSet.noneOf(SideName.class);
        for (String name : against) {
            if (!name.equals(NONE)) {
                rivals.add(rival(name));
            }
        }
        return rivals;
    }

    private static SideName rival(String name) {
        for (SideName side : SideName.values()) {
            if (side.toString().equals(name)) {
                return side;
            }
        }
        throw new IllegalArgumentException("--against takes sqlite, h2, duckdb, postgres, none");
    }

    private static void list(PrintWriter out, Targets targets) {
        for (Workload workload : Workloads.ALL) {
            out.printf(Locale.ROOT, "%-8s %s%n", workload.name(), workload.description());
        }
        out.printf(Locale.ROOT, "%ntargets%n");
        Set<String> waiting = new TreeSet<>();
        for (Target target : targets.all()) {
            out.printf(Locale.ROOT, "  %s%n", target.words());
            if (Workloads.named(target.workload()).isEmpty()) {
                waiting.add(target.workload());
            }
        }
        out.printf(Locale.ROOT, "%nnot there yet: %s%n", String.join(", ", waiting));
        out.flush();
    }
}
