package io.omendb.perf.bench.side;

import java.sql.SQLException;
import java.util.Map;

/** An engine, open over a directory of its own, with the durability that it says of itself. */
public interface Side extends AutoCloseable {
    /** A client for one thread; the caller closes it. */
    Client connect() throws SQLException;

    /**
     * Its version, and the settings that decide how durable a commit is and how much it keeps in
     * memory, as the engine answers them now.
     */
    Map<String, String> facts() throws SQLException;

    /** Ends the engine. Its directory goes with the site. */
    @Override
    void close() throws SQLException;
}
