package io.omendb.perf.bench.side;

import io.omendb.engine.api.Connection;
import io.omendb.engine.api.Database;
import io.omendb.engine.api.Rows;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** OmenDB in this process, through the API that embedders use. */
public final class OmendbEmbeddedSide implements Side {
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
    public void close() {
        database.close();
    }
}
