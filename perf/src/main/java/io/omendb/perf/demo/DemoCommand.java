package io.omendb.perf.demo;

import io.omendb.perf.site.Stopwatch;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code omendb demo}: shows the whole in six steps; status 0 only if what each of them is to show
 * holds.
 */
@Command(
        name = "demo",
        description = "Shows the whole in six steps beside SQLite, each of them checked.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class DemoCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    @Spec private CommandSpec spec;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "rows of the table")
    private int rowCount;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "8",
            description = "connections under which the server is killed")
    private int clientCount;

    @Option(
            names = "--commits",
            paramLabel = "N",
            defaultValue = "2000",
            description = "acknowledged commits after which it is")
    private int commitCount;

    private final List<DemoStep> steps =
            List.of(
                    new CreateTable(),
                    new LoadRows(),
                    new RollBack(),
                    new InsertDuplicate(),
                    new AnalyzeWhileInserting(),
                    new KillUnderLoad());

    @Override
    public Integer call() throws IOException, InterruptedException {
        DemoSize size = size();
        Narrator narrator = Narrator.onConsole(spec.commandLine().getOut());
        try (DemoSite site = DemoSite.create()) {
            // Ctrl-C leaves as little behind as an ordinary end.
            Runtime.getRuntime().addShutdownHook(new Thread(site::close, "demo-close"));
            return run(new Demo(size, site, narrator));
        }
    }

    private DemoSize size() {
        try {
            return new DemoSize(rowCount, clientCount, commitCount);
        } catch (IllegalArgumentException invalid) {
            throw new ParameterException(spec.commandLine(), invalid.getMessage(), invalid);
        }
    }

    private int run(Demo demo) throws IOException, InterruptedException {
        Narrator narrator = demo.narrator();
        Stopwatch whole = Stopwatch.start();
        try {
            for (int i = 0; i < steps.size(); i++) {
                DemoStep step = steps.get(i);
                narrator.title(i + 1, steps.size(), step.title());
                Stopwatch watch = Stopwatch.start();
                int before = demo.checks().held();
                step.run(demo);
                narrator.say("%,d checks hold, %s.", demo.checks().held() - before, watch);
            }
        } catch (CheckFailedException | SQLException | IOException failure) {
            // What fails because the site is gone was interrupted: the signal decides the status.
            if (!demo.site().isClosed()) {
                narrator.failed(failure, demo.site().serverLog());
            }
            return FAILED;
        }
        narrator.end("All six steps hold: %,d checks in %s.", demo.checks().held(), whole);
        return 0;
    }
}
