package io.omendb.perf.bench;

import io.omendb.perf.bench.result.Role;
import io.omendb.perf.bench.side.Client;
import io.omendb.perf.bench.side.OmendbServerSide;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** What a server costs that nobody asks anything, with clients connected to it. */
final class IdleServer implements Workload {
    private static final int CLIENTS = 4;
    private static final double PERCENT = 100;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String description() {
        return "processor time of a server with idle clients, percent of a core";
    }

    @Override
    public Set<SideName> rivals() {
        return Set.of();
    }

    @Override
    public void measure(Bench bench) throws SQLException, IOException, InterruptedException {
        OmendbServerSide server = bench.openServer(List.of());
        bench.figures().facts(Bench.OURS + " server", server.facts());
        ProcessHandle process = ProcessHandle.of(server.processId()).orElseThrow();
        Client[] clients = new Client[bench.options().clientsOr(CLIENTS)];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = server.connect();
        }
        // What starting it left to do, such as compiling, is not counted.
        await(bench.options().seconds());
        for (int round = 0; round < bench.options().rounds(); round++) {
            long beginNs = System.nanoTime();
            Duration before = used(process);
            await(bench.options().seconds());
            Duration spent = used(process).minus(before);
            double share = PERCENT * spent.toNanos() / (System.nanoTime() - beginNs);
            bench.figures()
                    .metric("share of a core", "percent", false)
                    .add(Role.OURS, Bench.OURS, share);
        }
        for (Client client : clients) {
            client.close();
        }
    }

    private static Duration used(ProcessHandle process) throws IOException {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(
                        () -> new IOException("the system does not tell its processor time"));
    }

    private static void await(double seconds) throws InterruptedException {
        long endNs = System.nanoTime() + Math.round(seconds * 1e9);
        for (long left = 1; left > 0; left = endNs - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
