package io.omendb.perf.bench;

import io.omendb.perf.bench.floor.MemoryFloor;
import io.omendb.perf.bench.result.Role;
import io.omendb.perf.bench.side.Client;
import io.omendb.perf.bench.side.RowOrder;
import io.omendb.perf.site.MetricRow;
import io.omendb.perf.site.ProgressLine;
import io.omendb.perf.site.Stopwatch;
import java.io.IOException;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Queries over all rows: a group per sensor, and the sum of a column. The floor reads as many bytes
 * as the columns of the query have, from front to back.
 */
final class Analytics implements Workload {
    private static final double NS_PER_MS = 1e6;
    private static final String GROUPS = "GROUP BY";
    private static final String SUM = "sum of a column";

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public String description() {
        return "GROUP BY of " + MetricRow.SENSOR_COUNT + " sensors, sum of a column, ms";
    }

    @Override
    public Set<SideName> rivals() {
        return EnumSet.allOf(SideName.class);
    }

    @Override
    public void measure(Bench bench) throws SQLException, IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(bench.options().seed());
        long rows = bench.options().rows();
        try (MemoryFloor groupBytes =
                        new MemoryFloor(rows * (Double.BYTES + Integer.BYTES), random);
                MemoryFloor sumBytes = new MemoryFloor(rows * Double.BYTES, random)) {
            Map<String, MemoryFloor> floors = Map.of(GROUPS, groupBytes, SUM, sumBytes);
            if (bench.measuresEmbedded()) {
                List<Contender> contenders = bench.openEmbedded();
                measure(bench, "embedded", contenders, floors);
                bench.end(contenders);
            }
            if (bench.measuresWire()) {
                List<Contender> contenders = bench.openWire();
                measure(bench, "wire", contenders, floors);
                bench.end(contenders);
            }
        }
    }

    private static void measure(
            Bench bench, String setup, List<Contender> contenders, Map<String, MemoryFloor> floors)
            throws SQLException {
        Map<Contender, Client> clients = new LinkedHashMap<>();
        try {
            for (Contender contender : contenders) {
                clients.put(contender, filled(bench, contender));
            }
            int rounds = bench.options().rounds();
            for (String query : List.of(GROUPS, SUM)) {
                MemoryFloor floor = floors.get(query);
                for (int round = -1; round < rounds; round++) {
                    for (Map.Entry<Contender, Client> client : clients.entrySet()) {
                        double ms = ask(bench, query, client.getKey(), client.getValue());
                        note(bench, setup, query, round, client.getKey(), ms);
                    }
                    if (floor != null && round >= 0) {
                        Stopwatch watch = Stopwatch.start();
                        floor.scan();
                        bench.figures()
                                .metric(setup + ", " + query, "ms", false)
                                .add(Role.FLOOR, "bandwidth", watch.elapsedNs() / NS_PER_MS);
                    }
                }
            }
        } finally {
            for (Client client : clients.values()) {
                client.close();
            }
        }
    }

    /** The first time is not counted: code is compiled, pages are touched. */
    private static void note(
            Bench bench, String setup, String query, int round, Contender of, double ms) {
        if (round >= 0) {
            bench.figures()
                    .metric(setup + ", " + query, "ms", false)
                    .add(of.role(), of.name(), ms);
        }
    }

    private static Client filled(Bench bench, Contender contender) throws SQLException {
        long rows = bench.options().rows();
        Client client = contender.side().connect();
        client.recreateTable();
        try (ProgressLine progress = bench.progress("rows for " + contender.name(), "rows", rows)) {
            client.load(
                    new RowOrder(RowOrder.Kind.SEQUENTIAL, bench.options().seed()),
                    rows,
                    progress);
        }
        return client;
    }

    /** Milliseconds of a query whose answer is looked at. */
    private static double ask(Bench bench, String query, Contender of, Client client)
            throws SQLException {
        boolean groups = query.equals(GROUPS);
        Stopwatch watch = Stopwatch.start();
        double found = groups ? client.aggregate() : client.sum();
        long elapsedNs = watch.elapsedNs();
        long rows = bench.options().rows();
        double wanted = groups ? rows : MetricRow.sum(rows);
        if (found != wanted) {
            throw new SQLException(
                    of.name() + " answers \"" + query + "\" with " + found + ", not " + wanted);
        }
        return elapsedNs / NS_PER_MS;
    }
}
