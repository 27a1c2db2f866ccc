package io.omendb.perf.bench;

import io.omendb.perf.bench.side.Client;
import io.omendb.perf.bench.side.OmendbEmbeddedSide;
import io.omendb.perf.site.MetricRow;
import java.io.IOException;
import java.sql.SQLException;

/**
 * How many bytes the log of OmenDB takes for one commit of an operation, read off a log: what the
 * floor has to write and force as well.
 */
final class CommitBytes {
    private static final long KEY = 1;

    private CommitBytes() {}

    /** Of one change, in a database made for this question. */
    static int of(Operation operation, Bench bench) throws SQLException, IOException {
        try (OmendbEmbeddedSide side = new OmendbEmbeddedSide(bench.newDirectory("commit"));
                Client client = side.connect()) {
            client.recreateTable();
            long begin = side.logBytesDurable();
            client.insert(KEY, MetricRow.value(KEY), MetricRow.sensor(KEY));
            long inserted = side.logBytesDurable();
            if (operation == Operation.SINGLE) {
                return Math.toIntExact(inserted - begin);
            }
            client.update(KEY, MetricRow.value(KEY + 1));
            return Math.toIntExact(side.logBytesDurable() - inserted);
        }
    }
}
