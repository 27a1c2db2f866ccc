package io.omendb.perf.bench.side;

import io.omendb.engine.api.Connection;
import io.omendb.engine.api.Database;
import io.omendb.engine.api.Rows;
import io.omendb.perf.bench.load.EngineStep;
import io.omendb.perf.bench.load.Interval;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** OmenDB in this process, through the API that embedders use. */
public final class OmendbEmbeddedSide implements Side, SlowSteps {
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
