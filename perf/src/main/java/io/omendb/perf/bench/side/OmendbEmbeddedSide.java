package io.omendb.perf.bench.side;

import io.omendb.engine.api.Connection;
import io.omendb.engine.api.Database;
import io.omendb.engine.api.Rows;
import io.omendb.perf.bench.load.EngineStep;
import io.omendb.perf.bench.load.Interval;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/** OmenDB in this process, through the API that embedders use. */
public final class OmendbEmbeddedSide implements VersionedSide, LateKeySide, SlowSteps {
    private static final String MEMORY =
            "SELECT kind, bytes, count FROM omen_memory WHERE relid = 'measurement'::regclass";
    private static final long PRUNE_WAIT_NS = 60_000_000_000L;
    private static final long PRUNE_LOOK_NS = 1_000_000;

    private final Database database;

    /**
     * @param directory of its own
     */
    public OmendbEmbeddedSide(Path directory) {
        database = Database.open(directory.resolve("data"));
    }

    @Override
    public Client connect() {
        return new EmbeddedClient(database.connect());
    }

    /** How long the log is as far as it has been forced, in bytes. */
    public long logBytesDurable() {
        return database.durableLsn();
    }

    @Override
    public Map<String, String> facts() {
        try (Connection connection = database.connect()) {
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("version", Database.VERSION);
            try (Rows rows = connection.prepare("SHOW synchronous_commit").query()) {
                String value = rows.next() ? rows.getText(0) : null;
                facts.put("synchronous_commit", value == null ? "not said" : value);
            }
            facts.put("bulk load", "appender, one transaction");
            return facts;
        }
    }

    @Override
    public String footprintSource() {
        return "blocks in memory, by omen_memory";
    }

    /** By its own account of memory: slots of rows and entries, and what is beside them. */
    @Override
    public Footprint footprint() throws SQLException {
        Footprint told = new Footprint();
        try (Connection connection = database.connect();
                Rows kinds = connection.prepare(MEMORY).query()) {
            while (kinds.next()) {
                Part part = partOf(String.valueOf(kinds.getText(0)));
                long bytes = kinds.getLong(1);
                told.with(Part.ALL, bytes)
                        .with(part.compareTo(Part.KEY) < 0 ? Part.ROW : Part.KEY, bytes)
                        .with(part, bytes);
            }
        }
        return told;
    }

    private static Part partOf(String kind) throws SQLException {
        return switch (kind) {
            case "rows", "strings" -> Part.ROW_VALUES;
            case "free slots", "free strings" -> Part.ROW_FREE;
            case "row headers" -> Part.ROW_HEADERS;
            case "versions", "version words" -> Part.ROW_VERSIONS;
            case "entries", "row id lists" -> Part.KEY_ENTRIES;
            case "gaps" -> Part.KEY_GAPS;
            case "node headers", "inner nodes" -> Part.KEY_HEADERS;
            default -> throw new SQLException("omen_memory has another kind: " + kind);
        };
    }

    @Override
    public void recreateTableWithoutKey() {
        try (Connection connection = database.connect()) {
            connection.execute(Sql.DROP);
            connection.execute(Sql.CREATE_WITHOUT_KEY);
        }
    }

    @Override
    public void addKey() {
        try (Connection connection = database.connect()) {
            connection.execute(Sql.ADD_KEY);
        }
    }

    /** A statement that has not read its last row keeps its snapshot. */
    @Override
    public OldSnapshot hold() throws SQLException {
        Connection connection = database.connect();
        Rows rows = connection.prepare(Sql.ALL).query();
        if (!rows.next()) {
            throw new SQLException("there is no row to hold");
        }
        return () -> {
            rows.close();
            connection.close();
        };
    }

    @Override
    public long changeTenth() {
        try (Connection connection = database.connect()) {
            return connection.execute(Sql.CHANGE_TENTH);
        }
    }

    /** The engine does it in the background: waits for that. */
    @Override
    public void prune() throws SQLException {
        long endNs = System.nanoTime() + PRUNE_WAIT_NS;
        while (footprint().bytes().getOrDefault(Part.ROW_VERSIONS, 0L) > 0) {
            if (System.nanoTime() - endNs > 0) {
                throw new SQLException("versions that nobody reads are still there");
            }
            LockSupport.parkNanos(PRUNE_LOOK_NS);
        }
    }

    @Override
    public List<EngineStep> slowSteps() {
        List<EngineStep> steps = new ArrayList<>();
        try (Connection connection = database.connect();
                Rows rows = connection.prepare(QUERY).query()) {
            while (rows.next()) {
                long beganNs = rows.getLong(2);
                steps.add(
                        new EngineStep(
                                requireText(rows, 0),
                                requireText(rows, 1),
                                new Interval(beganNs, beganNs + rows.getLong(3))));
            }
        }
        return steps;
    }

    private static String requireText(Rows rows, int column) {
        return Objects.requireNonNull(rows.getText(column), "a column that is NOT NULL");
    }

    @Override
    public void close() {
        database.close();
    }
}
