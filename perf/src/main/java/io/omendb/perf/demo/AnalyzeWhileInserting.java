package io.omendb.perf.demo;

import io.omendb.perf.site.ProgressLine;
import io.omendb.perf.site.Stopwatch;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Queries over all rows while another connection goes on inserting; the same on SQLite. */
final class AnalyzeWhileInserting implements DemoStep {
    /** Odd, so that there is one in the middle. */
    private static final int ROUNDS = 9;

    @Override
    public String title() {
        return "Analyse while inserts go on, beside SQLite";
    }

    @Override
    public void run(Demo demo)
            throws SQLException, IOException, InterruptedException, CheckFailedException {
        List<AnalyticQuery> queries = AnalyticQuery.over(demo.size().rowCount());
        Outcome omendb;
        Outcome sqlite;
        try (Connection reader = demo.site().connect();
                Connection writer = demo.site().connect()) {
            omendb = measure(demo, "OmenDB", queries, reader, writer);
        }
        try (Connection reader = demo.site().connectSqlite();
                Connection writer = demo.site().connectSqlite()) {
            sqlite = measure(demo, "SQLite", queries, reader, writer);
        }
        for (int i = 0; i < queries.size(); i++) {
            AnalyticQuery query = queries.get(i);
            demo.checks()
                    .equal(
                            "answer to: " + query.sql(),
                            sqlite.answers().get(i),
                            omendb.answers().get(i));
            demo.narrator()
                    .say(
                            "%-20s OmenDB %8s   SQLite %8s   (median of %d)",
                            query.name(),
                            Stopwatch.words(omendb.medianNs()[i]),
                            Stopwatch.words(sqlite.medianNs()[i]),
                            ROUNDS);
        }
        demo.narrator()
                .say(
                        "%-20s OmenDB %8s   SQLite %8s",
                        "inserted meanwhile", omendb.inserted(), sqlite.inserted());
    }

    private static Outcome measure(
            Demo demo,
            String engine,
            List<AnalyticQuery> queries,
            Connection reader,
            Connection writer)
            throws SQLException, InterruptedException, CheckFailedException {
        Metrics.Totals copied = Metrics.totals(demo.size().rowCount());
        Stopwatch watch = Stopwatch.start();
        LiveInserts inserts = LiveInserts.start(writer);
        Outcome outcome;
        try (ProgressLine progress =
                demo.narrator().progress(engine, "queries", (long) ROUNDS * queries.size())) {
            outcome = ask(demo.checks(), engine, queries, reader, inserts, copied, progress);
        } finally {
            inserts.end();
        }
        long elapsedNs = watch.elapsedNs();
        long acknowledged = inserts.acknowledgedRows();
        demo.checks().holds(engine + " took rows meanwhile", acknowledged > 0);
        demo.checks()
                .equal(
                        "what " + engine + " holds in the end",
                        new Metrics.Totals(
                                copied.rows() + acknowledged, copied.values(), copied.sensors()),
                        Metrics.totals(reader));
        return outcome.withInserted(Stopwatch.rate(acknowledged, "rows", elapsedNs));
    }

    private static Outcome ask(
            Checks checks,
            String engine,
            List<AnalyticQuery> queries,
            Connection reader,
            LiveInserts inserts,
            Metrics.Totals copied,
            ProgressLine progress)
            throws SQLException, CheckFailedException {
        long[][] elapsedNs = new long[queries.size()][ROUNDS];
        List<List<Double>> answers = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < queries.size(); i++) {
                try (PreparedStatement statement = reader.prepareStatement(queries.get(i).sql())) {
                    Stopwatch watch = Stopwatch.start();
                    List<Double> answer = AnalyticQuery.answer(statement);
                    elapsedNs[i][round] = watch.elapsedNs();
                    if (round == 0) {
                        answers.add(answer);
                    }
                    checks.equal(
                            "answer of " + engine + " in round " + round, answers.get(i), answer);
                }
                progress.reached((long) round * queries.size() + i + 1);
            }
            checkSnapshot(checks, engine, reader, inserts, copied);
        }
        long[] medianNs = new long[queries.size()];
        for (int i = 0; i < medianNs.length; i++) {
            Arrays.sort(elapsedNs[i]);
            medianNs[i] = elapsedNs[i][ROUNDS / 2];
        }
        return new Outcome(answers, medianNs, "");
    }

    /** A query sees whole transactions only, and all that were acknowledged before it began. */
    private static void checkSnapshot(
            Checks checks,
            String engine,
            Connection reader,
            LiveInserts inserts,
            Metrics.Totals copied)
            throws SQLException, CheckFailedException {
        long acknowledged = inserts.acknowledgedRows();
        Metrics.Totals seen = Metrics.totals(reader);
        checks.equal("sum of values that " + engine + " sees", copied.values(), seen.values());
        checks.equal("sum of sensors that " + engine + " sees", copied.sensors(), seen.sensors());
        checks.equal(
                "rows of an unfinished transaction that " + engine + " shows",
                0L,
                (seen.rows() - copied.rows()) % LiveInserts.TRANSACTION_ROWS);
        checks.holds(
                engine + " shows what was acknowledged",
                seen.rows() >= copied.rows() + acknowledged);
    }

    /** What one engine answered, its median times, and how fast it took rows meanwhile. */
    private record Outcome(List<List<Double>> answers, long[] medianNs, String inserted) {
        Outcome withInserted(String rate) {
            return new Outcome(answers, medianNs, rate);
        }
    }
}
