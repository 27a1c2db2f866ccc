package io.omendb.perf.bench.load;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Runs workers, a thread each, for a time. */
public final class Load {
    private static final int DIGITS = 3;
    private static final long NS_PER_MS = 1_000_000;

    private Load() {}

    /** Each worker begins an operation when its last one has ended. */
    public static Sample closed(List<? extends Worker> workers, double seconds)
            throws SQLException, IOException, InterruptedException {
        return run(workers, seconds, thread -> Pace.closed());
    }

    /**
     * Operations are due at a fixed rate, whether the ones before have ended or not.
     *
     * @param rate of all workers together, per second
     */
    public static Sample open(List<? extends Worker> workers, double seconds, double rate)
            throws SQLException, IOException, InterruptedException {
        return run(workers, seconds, thread -> Pace.open(rate, thread, workers.size()));
    }

    private static Sample run(
            List<? extends Worker> workers, double seconds, IntFunction<Pace> pace)
            throws SQLException, IOException, InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        List<Runner> runners = new ArrayList<>();
        for (int i = 0; i < workers.size(); i++) {
            Runner runner = new Runner(workers.get(i), pace.apply(i), go);
            runner.thread = Thread.ofPlatform().name("bench-client-" + i).start(runner);
            runners.add(runner);
        }
        long startNs = System.nanoTime();
        for (Runner runner : runners) {
            runner.endNs = startNs + Math.round(seconds * 1e9);
        }
        go.countDown();
        for (Runner runner : runners) {
            if (runner.thread != null) {
                runner.thread.join();
            }
        }
        Histogram latencyNs = new Histogram(DIGITS);
        long operations = 0;
        long lastNs = startNs;
        for (Runner runner : runners) {
            runner.throwFailure();
            latencyNs.add(runner.latencyNs);
            operations += runner.latencyNs.getTotalCount();
            lastNs = Math.max(lastNs, runner.lastNs);
        }
        return new Sample(
                operations,
                lastNs - startNs,
                latencyNs,
                Slowest.merge(runners.stream().map(runner -> runner.slowest).toList()));
    }

    /** One thread: its worker, and what it saw. */
    private static final class Runner implements Runnable {
        private final Worker worker;
        private final Pace pace;
        private final CountDownLatch go;
        private final Histogram latencyNs = new Histogram(NS_PER_MS, DIGITS);
        private final Slowest slowest = new Slowest();
        private @Nullable Thread thread;
        private @Nullable Exception failure;
        private long endNs;
        private long lastNs;

        Runner(Worker worker, Pace pace, CountDownLatch go) {
            this.worker = worker;
            this.pace = pace;
            this.go = go;
            latencyNs.setAutoResize(true);
        }

        @Override
        public void run() {
            try {
                go.await();
                pace.start(System.nanoTime());
                long now;
                do {
                    long dueNs = pace.awaitNext();
                    worker.operate();
                    now = System.nanoTime();
                    latencyNs.recordValue(now - dueNs);
                    slowest.offer(dueNs, now);
                } while (now < endNs);
                lastNs = now;
            } catch (SQLException | IOException | RuntimeException | InterruptedException e) {
                failure = e;
            }
        }

        void throwFailure() throws SQLException, IOException {
            switch (failure) {
                case null -> {}
                case SQLException e -> throw new SQLException("a client failed", e.getSQLState(), e);
                case IOException e -> throw new IOException("a client failed", e);
                default -> throw new IllegalStateException("a client failed", failure);
            }
        }
    }
}
