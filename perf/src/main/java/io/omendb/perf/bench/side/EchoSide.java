package io.omendb.perf.bench.side;

import io.omendb.perf.bench.load.Worker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.SQLException;

/** A server of canned bytes, asked by the client that asks the engines. */
public final class EchoSide {
    private final WireClients clients;

    /**
     * @param port where it listens, at the loopback address
     */
    public EchoSide(int port) {
        clients = new WireClients(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** One round trip of a prepared statement with a row in its answer, over and over. */
    public Worker worker() throws SQLException {
        Client client = clients.connect();
        return new Worker() {
            @Override
            public void operate() throws SQLException {
                client.point(1);
            }

            @Override
            public void close() throws SQLException {
                client.close();
            }
        };
    }
}
