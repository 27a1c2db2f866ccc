package io.omendb.perf.bench.side;

import java.sql.SQLException;

/** An engine that tells what the table and its key take. */
public interface FootprintSide extends Side {
    /** Where it tells that: of what, by what. */
    String footprintSource();

    /** What they take now. */
    Footprint footprint() throws SQLException;
}
