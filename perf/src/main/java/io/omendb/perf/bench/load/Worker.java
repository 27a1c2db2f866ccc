package io.omendb.perf.bench.load;

import java.io.IOException;
import java.sql.SQLException;

/** What one thread of a load does, over and over. */
public interface Worker extends AutoCloseable {
    /** One operation, whole: it has ended when this returns. */
    void operate() throws SQLException, IOException;

    @Override
    void close() throws SQLException, IOException;
}
