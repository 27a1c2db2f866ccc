package io.omendb.perf.demo;

import io.omendb.perf.site.Stopwatch;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;

/** Starts a server over an empty directory and creates the table through the driver. */
final class CreateTable implements DemoStep {
    private static final String PRIMARY_KEYS =
            "SELECT k.relname, i.indnatts FROM pg_catalog.pg_index i"
                    + " JOIN pg_catalog.pg_class t ON t.oid = i.indrelid"
                    + " JOIN pg_catalog.pg_class k ON k.oid = i.indexrelid"
                    + " WHERE t.relname = 'metrics' AND i.indisprimary";

    @Override
    public String title() {
        return "Start a server, create a table";
    }

    @Override
    public void run(Demo demo)
            throws SQLException, IOException, InterruptedException, CheckFailedException {
        Narrator narrator = demo.narrator();
        Checks checks = demo.checks();
        Stopwatch watch = Stopwatch.start();
        demo.site().startServer();
        narrator.say(
                "The server listens after %s; its directory is below %s.",
                watch, demo.site().directory());
        try (Connection connection = demo.site().connect();
                Statement statement = connection.createStatement()) {
            narrator.say(
                    "It answers the driver of PostgreSQL as version %s, %s after it was started.",
                    connection.getMetaData().getDatabaseProductVersion(), watch);
            statement.execute(Metrics.CREATE);
            narrator.say("%s", Metrics.CREATE);
            try (ResultSet rows = statement.executeQuery("SELECT * FROM metrics")) {
                ResultSetMetaData columns = rows.getMetaData();
                checks.equal("columns of the table", 3, columns.getColumnCount());
                column(checks, columns, 1, "timestamp", "int8");
                column(checks, columns, 2, "value", "float8");
                column(checks, columns, 3, "sensor_id", "int4");
                checks.holds("a new table is empty", !rows.next());
            }
            try (ResultSet keys = statement.executeQuery(PRIMARY_KEYS)) {
                checks.holds("the catalog has a primary key of the table", keys.next());
                checks.equal("its name", "metrics_pkey", keys.getString(1));
                checks.equal("its columns", 1, keys.getInt(2));
                checks.holds("it is the only one", !keys.next());
            }
        }
    }

    private static void column(
            Checks checks, ResultSetMetaData columns, int index, String name, String type)
            throws SQLException, CheckFailedException {
        checks.equal("name of column " + index, name, columns.getColumnName(index));
        checks.equal("type of column " + name, type, columns.getColumnTypeName(index));
    }
}
