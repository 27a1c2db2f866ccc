package io.omendb.perf.bench;

import io.omendb.perf.bench.load.Worker;
import io.omendb.perf.bench.load.Zipf;
import io.omendb.perf.bench.side.Client;
import io.omendb.perf.bench.side.RowOrder;
import io.omendb.perf.site.MetricRow;
import java.sql.SQLException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** What a client does over and over. Each looks at what it got: a wrong answer ends the run. */
enum Operation {
    /** A row behind those that are there, durable when the call returns. */
    SINGLE(RowOrder.Kind.SEQUENTIAL),
    /** A row by its key, any of them. */
    POINT(RowOrder.Kind.RANDOM),
    /** A hundred rows whose keys follow each other. */
    RANGE(RowOrder.Kind.SEQUENTIAL),
    /** As often a row by its key as a durable change of one, few of them wanted often. */
    MIXED(RowOrder.Kind.RANDOM);

    /** Rows of a range. */
    static final int RANGE_ROWS = 100;

    private final RowOrder.Kind order;

    Operation(RowOrder.Kind order) {
        this.order = order;
    }

    RowOrder.Kind order() {
        return order;
    }

    /** Whether the table has rows at the start. */
    boolean needsRows() {
        return this != SINGLE;
    }

    /** Whether a commit is among it. */
    boolean changes() {
        return this == SINGLE || this == MIXED;
    }

    /**
     * A worker over a client, which it closes.
     *
     * @param next the row that is inserted next, shared by the workers of a side
     * @param zipf which row is wanted
     */
    Worker worker(
            Client client, RowOrder rows, long rowCount, AtomicLong next, Zipf zipf, long seed) {
        return new ClientWorker(this, client, rows, rowCount, next, zipf, seed);
    }

    /** One thread's. */
    private record ClientWorker(
            Operation operation,
            Client client,
            RowOrder rows,
            long rowCount,
            AtomicLong next,
            Zipf zipf,
            SplittableRandom random)
            implements Worker {
        ClientWorker(
                Operation operation,
                Client client,
                RowOrder rows,
                long rowCount,
                AtomicLong next,
                Zipf zipf,
                long seed) {
            this(operation, client, rows, rowCount, next, zipf, new SplittableRandom(seed));
        }

        @Override
        public void operate() throws SQLException {
            switch (operation) {
                case SINGLE -> {
                    long row = next.getAndIncrement();
                    client.insert(rows.key(row), MetricRow.value(row), MetricRow.sensor(row));
                }
                case POINT -> point(random.nextLong(rowCount));
                case RANGE -> {
                    long from = random.nextLong(rowCount - RANGE_ROWS + 1);
                    expect(RANGE_ROWS, client.range(from, from + RANGE_ROWS));
                }
                case MIXED -> {
                    long row = zipf.next(random);
                    if (random.nextBoolean()) {
                        point(row);
                    } else {
                        expect(1, client.update(rows.key(row), random.nextInt()));
                    }
                }
            }
        }

        @Override
        public void close() throws SQLException {
            client.close();
        }

        private void point(long row) throws SQLException {
            expect(1, client.point(rows.key(row)));
        }

        private static void expect(long wanted, long found) throws SQLException {
            if (found != wanted) {
                throw new SQLException("found " + found + " rows, not " + wanted);
            }
        }
    }
}
