package io.omendb.perf.bench;

import io.omendb.perf.bench.floor.EchoServer;
import io.omendb.perf.bench.result.Role;
import io.omendb.perf.bench.side.WireSide;
import io.omendb.perf.site.ProgressLine;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * pgbench's own three scripts in its query modes, from one client and from several. The floor is
 * the script that only reads, against a server of canned bytes.
 */
final class Pgbench implements Workload {
    private static final List<String> SCRIPTS =
            List.of("select-only", "simple-update", "tpcb-like");
    private static final List<String> MODES = List.of("simple", "extended", "prepared");
    private static final int CLIENTS = 16;

    @Override
    public String name() {
        return "pgbench";
    }

    @Override
    public String description() {
        return "pgbench's three scripts, each query mode, 1 and 16 clients, transactions/s";
    }

    @Override
    public Set<SideName> rivals() {
        return EnumSet.of(SideName.POSTGRES);
    }

    @Override
    public void measure(Bench bench) throws SQLException, IOException, InterruptedException {
        BenchOptions options = bench.options();
        PgbenchProgram pgbench = PgbenchProgram.onPath();
        List<String> modes = options.modes().isEmpty() ? MODES : options.modes();
        List<Integer> clientCounts =
                options.clients() == 0 ? List.of(1, CLIENTS) : List.of(options.clients());
        List<Contender> contenders = bench.openWire();
        for (Contender contender : contenders) {
            bench.say("pgbench -i -s " + options.scale() + " for " + contender.name());
            pgbench.initialize(port(contender), options.scale());
        }
        List<PgbenchRun> runs = new ArrayList<>();
        for (String script : SCRIPTS) {
            for (String mode : modes) {
                for (int clients : clientCounts) {
                    runs.add(new PgbenchRun(script, mode, clients, options.scale()));
                }
            }
        }
        long steps = (long) runs.size() * options.rounds();
        try (EchoServer echo = new EchoServer();
                ProgressLine progress = bench.progress("pgbench", "runs", steps)) {
            long done = 0;
            for (PgbenchRun run : runs) {
                for (int round = 0; round < options.rounds(); round++) {
                    measure(bench, pgbench, run, contenders, echo);
                    done++;
                    progress.reached(done);
                }
            }
        }
        bench.end(contenders);
    }

    private static void measure(
            Bench bench,
            PgbenchProgram pgbench,
            PgbenchRun run,
            List<Contender> contenders,
            EchoServer echo)
            throws IOException, InterruptedException {
        int seconds = Math.max(1, (int) Math.round(bench.options().seconds()));
        for (Contender contender : contenders) {
            PgbenchRun.Outcome outcome = pgbench.run(port(contender), run, seconds);
            note(bench, run, contender.role(), contender.name(), outcome);
        }
        if (run.script().equals(SCRIPTS.getFirst())) {
            note(bench, run, Role.FLOOR, "echo", pgbench.run(echo.port(), run, seconds));
        }
    }

    private static void note(
            Bench bench, PgbenchRun run, Role role, String side, PgbenchRun.Outcome outcome) {
        bench.figures()
                .metric(run.words(), "transactions/s", true)
                .add(role, side, outcome.transactionsPerSecond());
        bench.figures()
                .metric(run.words() + ", mean latency", "ms", false)
                .add(role, side, outcome.latencyMs());
    }

    private static int port(Contender contender) {
        if (contender.side() instanceof WireSide wire) {
            return wire.port();
        }
        throw new IllegalStateException(contender.name() + " has no port");
    }
}
