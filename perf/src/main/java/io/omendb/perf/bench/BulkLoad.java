package io.omendb.perf.bench;

import io.omendb.perf.bench.floor.ForceFile;
import io.omendb.perf.bench.result.Measured;
import io.omendb.perf.bench.result.Role;
import io.omendb.perf.bench.side.Client;
import io.omendb.perf.bench.side.RowOrder;
import io.omendb.perf.site.ProgressLine;
import io.omendb.perf.site.Stopwatch;
import java.io.IOException;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Rows into an empty table, in one transaction that is durable in the end, by the fastest road that
 * each engine has. The floor writes as many bytes as the rows have into a file and forces it once.
 */
final class BulkLoad implements Workload {
    /** Of a row: key, value, sensor. */
    static final int ROW_BYTES = Long.BYTES + Double.BYTES + Integer.BYTES;

    private static final long WARM_UP_ROWS_MAX = 2_000_000;
    private static final double NS_PER_SECOND = 1e9;

    @Override
    public String name() {
        return "load";
    }

    @Override
    public String description() {
        return "bulk load, keys in sequence and random ones of 63 bits, rows/s";
    }

    @Override
    public Set<SideName> rivals() {
        return EnumSet.allOf(SideName.class);
    }

    @Override
    public void measure(Bench bench) throws SQLException, IOException, InterruptedException {
        if (bench.measuresEmbedded()) {
            measure(bench, "embedded", bench.openEmbedded());
        }
        if (bench.measuresWire()) {
            measure(bench, "wire", bench.openWire());
        }
    }

    private static void measure(Bench bench, String setup, List<Contender> contenders)
            throws SQLException, IOException {
        long rows = bench.options().rows();
        try (ForceFile floor =
                ForceFile.forBulk(bench.newDirectory("floor").resolve("log"), rows * ROW_BYTES)) {
            for (RowOrder.Kind kind : RowOrder.Kind.values()) {
                String name = setup + ", " + kind.name().toLowerCase(Locale.ROOT);
                Measured measured = bench.figures().metric(name, "rows/s", true);
                RowOrder order = new RowOrder(kind, bench.options().seed());
                // A first load that nobody counts: code is compiled, pages are touched.
                for (Contender contender : contenders) {
                    load(bench, "warming up, " + name, contender, order, warmUpRows(bench));
                }
                for (int round = 0; round < bench.options().rounds(); round++) {
                    for (Contender contender : contenders) {
                        measured.add(
                                contender.role(),
                                contender.name(),
                                load(bench, name, contender, order, rows));
                    }
                    Stopwatch watch = Stopwatch.start();
                    floor.writeThenForce();
                    measured.add(Role.FLOOR, "write", rows * NS_PER_SECOND / watch.elapsedNs());
                }
            }
        }
        bench.end(contenders);
    }

    private static long warmUpRows(Bench bench) {
        return Math.min(bench.options().rows(), WARM_UP_ROWS_MAX);
    }

    /** Rows in a second; afterwards it looks whether they are there. */
    private static double load(
            Bench bench, String name, Contender contender, RowOrder order, long rows)
            throws SQLException {
        try (Client client = contender.side().connect()) {
            client.recreateTable();
            long elapsedNs;
            try (ProgressLine progress =
                    bench.progress(name + ", " + contender.name(), "rows", rows)) {
                Stopwatch watch = Stopwatch.start();
                client.load(order, rows, progress);
                elapsedNs = watch.elapsedNs();
            }
            long counted = client.aggregate();
            if (counted != rows) {
                throw new SQLException(contender.name() + " holds " + counted + " rows of " + rows);
            }
            return rows * NS_PER_SECOND / elapsedNs;
        }
    }
}
