package io.omendb.perf.bench;

import io.omendb.perf.bench.result.Role;
import io.omendb.perf.bench.side.Client;
import io.omendb.perf.bench.side.OmendbServerSide;
import io.omendb.perf.bench.side.RowOrder;
import io.omendb.perf.site.MetricRow;
import io.omendb.perf.site.ProgressLine;
import io.omendb.perf.site.Stopwatch;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The packaged server, then the embedded engine, in JVMs whose heap is fixed and whose collector
 * frees nothing: what allocates in the steady state ends there. What the heap holds is looked at
 * before and after.
 */
final class NoCollector implements Workload {
    /** A collector that only hands out memory (JEP 318), and a heap that does not grow. */
    static final List<String> JVM_OPTIONS =
            List.of(
                    "-XX:+UnlockExperimentalVMOptions",
                    "-XX:+UseEpsilonGC",
                    "-XX:EpsilonUpdateCountersStep=65536",
                    "-Xms512m",
                    "-Xmx512m");

    private static final int CLIENTS = 16;

    /** Statements of a client between two changes of the common count. */
    private static final int CHUNK = 100;

    /** One statement of so many changes a row; the others read one. */
    private static final int CHANGE_EVERY = 10;

    private static final double NS_PER_SECOND = 1e9;
    private static final double MIB = 1 << 20;

    @Override
    public String name() {
        return "nogc";
    }

    @Override
    public String description() {
        return "server, then engine, without a collector in 512 MiB: heap before and after";
    }

    @Override
    public Set<SideName> rivals() {
        return Set.of();
    }

    @Override
    public void measure(Bench bench) throws SQLException, IOException, InterruptedException {
        server(bench);
        EmbeddedRun.Outcome engine =
                EmbeddedRun.start(bench, JVM_OPTIONS, bench.options().operations());
        note(bench, "embedded", engine.beforeBytes(), engine.afterBytes());
        bench.figures()
                .metric("embedded", "operations/s", true)
                .add(Role.OURS, Bench.OURS, engine.operationsPerSecond());
    }

    private static void server(Bench bench) throws SQLException, IOException, InterruptedException {
        OmendbServerSide server = bench.openServer(JVM_OPTIONS);
        bench.figures().facts(Bench.OURS + " server", server.facts());
        RowOrder order = new RowOrder(RowOrder.Kind.RANDOM, bench.options().seed());
        long rows = bench.options().rows();
        try (Client first = server.connect();
                ProgressLine progress = bench.progress("rows", "rows", rows)) {
            first.recreateTable();
            first.load(order, rows, progress);
        }
        long statements = bench.options().statements();
        List<StatementClient> clients = new ArrayList<>();
        long beforeBytes;
        Stopwatch watch;
        try (ProgressLine progress = bench.progress("statements", "statements", statements)) {
            Tally tally = new Tally(statements, progress);
            int count = bench.options().clientsOr(CLIENTS);
            for (int i = 0; i < count; i++) {
                SplittableRandom random = new SplittableRandom(bench.options().seed() + i);
                clients.add(new StatementClient(server.connect(), order, rows, random, tally));
            }
            // What a connection, a plan and a class cost once is spent before the first look.
            for (StatementClient client : clients) {
                client.warmUp();
            }
            beforeBytes = ServerHeap.usedBytes(server.processId());
            watch = Stopwatch.start();
            List<Thread> threads = clients.stream().map(Thread.ofPlatform()::start).toList();
            for (Thread thread : threads) {
                thread.join();
            }
        }
        long elapsedNs = watch.elapsedNs();
        for (StatementClient client : clients) {
            client.end();
        }
        note(bench, "server", beforeBytes, ServerHeap.usedBytes(server.processId()));
        bench.figures()
                .metric("server", "statements/s", true)
                .add(Role.OURS, Bench.OURS, statements * NS_PER_SECOND / elapsedNs);
    }

    private static void note(Bench bench, String what, long beforeBytes, long afterBytes) {
        bench.figures()
                .metric(what + ", heap before", "MiB", false)
                .add(Role.OURS, Bench.OURS, beforeBytes / MIB);
        bench.figures()
                .metric(what + ", heap after", "MiB", false)
                .add(Role.OURS, Bench.OURS, afterBytes / MIB);
        bench.figures()
                .metric(what + ", heap growth", "MiB", false)
                .add(Role.OURS, Bench.OURS, (afterBytes - beforeBytes) / MIB);
    }

    /** How many statements are left for all clients together. */
    private static final class Tally {
        private final long max;
        private final ProgressLine progress;
        private final AtomicLong taken = new AtomicLong();

        Tally(long max, ProgressLine progress) {
            this.max = max;
            this.progress = progress;
        }

        /** So many may be sent; 0 once all are. */
        int take() {
            long before = taken.getAndAdd(CHUNK);
            progress.reached(Math.min(max, before));
            return (int) Math.max(0, Math.min(CHUNK, max - before));
        }
    }

    /** A connection that sends prepared statements until all are sent. */
    private static final class StatementClient implements Runnable {
        /** More than the driver wants before it prepares a statement on the server. */
        private static final int WARM_UP = 2_000;

        private final Client client;
        private final RowOrder order;
        private final long rows;
        private final SplittableRandom random;
        private final Tally tally;
        private @Nullable SQLException failure;

        StatementClient(
                Client client, RowOrder order, long rows, SplittableRandom random, Tally tally) {
            this.client = client;
            this.order = order;
            this.rows = rows;
            this.random = random;
            this.tally = tally;
        }

        void warmUp() throws SQLException {
            send(WARM_UP);
        }

        @Override
        public void run() {
            try {
                for (int count = tally.take(); count > 0; count = tally.take()) {
                    send(count);
                }
            } catch (SQLException e) {
                failure = e;
            }
        }

        void end() throws SQLException {
            if (failure != null) {
                throw new SQLException("a client failed", failure.getSQLState(), failure);
            }
            client.close();
        }

        private void send(int count) throws SQLException {
            for (int i = 0; i < count; i++) {
                long row = random.nextLong(rows);
                long found =
                        i % CHANGE_EVERY == 0
                                ? client.update(order.key(row), MetricRow.value(row + i))
                                : client.point(order.key(row));
                if (found != 1) {
                    throw new SQLException("found " + found + " rows, not 1");
                }
            }
        }
    }

    /** Where the class path of this JVM is wanted for another one. */
    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }
}
