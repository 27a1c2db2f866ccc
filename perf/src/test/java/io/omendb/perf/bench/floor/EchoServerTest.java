package io.omendb.perf.bench.floor;

import io.omendb.perf.bench.load.Worker;
import io.omendb.perf.bench.side.EchoSide;
import org.junit.jupiter.api.Test;

class EchoServerTest {
    /** More than the driver wants before it prepares a statement on the server. */
    private static final int ROUND_TRIPS = 20;

    @Test
    void shouldAnswerTheDriverOfPostgresOnSeveralConnections() throws Exception {
        try (EchoServer server = new EchoServer();
                Worker first = new EchoSide(server.port()).worker();
                Worker second = new EchoSide(server.port()).worker()) {
            for (int i = 0; i < ROUND_TRIPS; i++) {
                first.operate();
                second.operate();
            }
        }
    }
}
