package io.omendb.perf.bench;

import io.omendb.perf.bench.floor.EchoServer;
import io.omendb.perf.bench.floor.ForceFile;
import io.omendb.perf.bench.floor.MemoryFloor;
import io.omendb.perf.bench.load.Worker;
import io.omendb.perf.bench.load.Zipf;
import io.omendb.perf.bench.side.Client;
import io.omendb.perf.bench.side.EchoSide;
import io.omendb.perf.bench.side.OmendbServerSide;
import io.omendb.perf.bench.side.RowOrder;
import io.omendb.perf.bench.side.Side;
import io.omendb.perf.bench.side.SlowSteps;
import io.omendb.perf.site.ProgressLine;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** An operation that takes microseconds, from one client or several. */
final class ShortOperations implements Workload {
    private final String name;
    private final String description;
    private final Operation operation;
    private final Set<SideName> rivals;

    ShortOperations(String name, String description, Operation operation, Set<SideName> rivals) {
        this.name = name;
        this.description = description;
        this.operation = operation;
        this.rivals = EnumSet.copyOf(rivals);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Set<SideName> rivals() {
        return rivals;
    }

    @Override
    public void measure(Bench bench) throws SQLException, IOException, InterruptedException {
        if (bench.measuresEmbedded()) {
            List<Contender> contenders = bench.openEmbedded();
            try (Crews crews = new Crews(contenders.size() + 1)) {
                for (Contender contender : contenders) {
                    crews.add(crew(bench, contender));
                }
                if (operation.changes()) {
                    crews.add(force(bench));
                } else {
                    crews.add(memory(bench));
                }
                new Rounds(bench, named("embedded", bench), crews.all()).measure();
            }
            bench.end(contenders);
        }
        if (bench.measuresWire()) {
            List<Contender> contenders = bench.openWire();
            try (Crews crews = new Crews(contenders.size() + 2);
                    EchoServer echo = new EchoServer()) {
                for (Contender contender : contenders) {
                    crews.add(crew(bench, contender));
                }
                crews.add(echo(bench, echo));
                if (operation.changes()) {
                    crews.add(force(bench));
                }
                new Rounds(bench, named("wire", bench), crews.all()).measure();
            }
            bench.end(contenders);
        }
    }

    private String named(String setup, Bench bench) {
        int clients = bench.options().clientsOr(1);
        return clients == 1 ? setup : setup + ", " + clients + " clients";
    }

    private Crew crew(Bench bench, Contender contender) throws SQLException {
        BenchOptions options = bench.options();
        RowOrder order = new RowOrder(operation.order(), options.seed());
        Side side = contender.side();
        try (Client first = side.connect()) {
            first.recreateTable();
            if (operation.needsRows()) {
                try (ProgressLine progress =
                        bench.progress("rows for " + contender.name(), "rows", options.rows())) {
                    first.load(order, options.rows(), progress);
                }
            }
        }
        AtomicLong next = new AtomicLong();
        Zipf zipf = new Zipf(options.rows());
        List<Worker> workers = new ArrayList<>();
        for (int i = 0; i < options.clientsOr(1); i++) {
            workers.add(
                    operation.worker(
                            side.connect(), order, options.rows(), next, zipf, options.seed() + i));
        }
        Path log = side instanceof OmendbServerSide server ? server.collectorLog() : null;
        SlowSteps steps = side instanceof SlowSteps known ? known : null;
        return new Crew(contender.name(), contender.role(), workers, log, steps);
    }

    /** One thread: commits of several can share a force, and a floor has none to share with. */
    private Crew force(Bench bench) throws SQLException, IOException {
        int commitBytes = CommitBytes.of(operation, bench);
        bench.figures().facts("force", Map.of("bytes of a commit", Integer.toString(commitBytes)));
        Path file = bench.newDirectory("floor").resolve("log");
        return Crew.floor("force", List.of(ForceFile.forCommits(file, commitBytes)));
    }

    /** As many dependent loads as there are rows to look for: one each, or a hundred. */
    private Crew memory(Bench bench) {
        BenchOptions options = bench.options();
        int loads = operation == Operation.RANGE ? Operation.RANGE_ROWS : 1;
        MemoryFloor memory =
                new MemoryFloor(
                        options.rows() * BulkLoad.ROW_BYTES, new SplittableRandom(options.seed()));
        return Crew.floor("random loads", List.of(memory.worker(loads)));
    }

    private static Crew echo(Bench bench, EchoServer echo) throws SQLException {
        List<Worker> workers = new ArrayList<>();
        EchoSide side = new EchoSide(echo.port());
        for (int i = 0; i < bench.options().clientsOr(1); i++) {
            workers.add(side.worker());
        }
        return Crew.floor("echo", workers);
    }

    /** Crews that end together. */
    private static final class Crews implements AutoCloseable {
        private final List<Crew> all;

        Crews(int count) {
            all = new ArrayList<>(count);
        }

        void add(Crew crew) {
            all.add(crew);
        }

        List<Crew> all() {
            return all;
        }

        @Override
        public void close() throws SQLException, IOException {
            for (Crew crew : all) {
                crew.close();
            }
        }
    }
}
