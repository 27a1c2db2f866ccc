package io.omendb.pgwire.testing;

import io.omendb.pgwire.net.InMemoryNetwork;
import io.omendb.pgwire.net.WireConfig;
import io.omendb.pgwire.net.WireServer;
import io.omendb.pgwire.session.SessionLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.Agent;

/** A server over {@link MemoryBackend} and a network in memory, stepped by hand on one thread. */
public final class WireWorld implements AutoCloseable {
    private static final int STEPS_MAX = 100_000;

    public final MemoryBackend backend = new MemoryBackend();
    public final InMemoryNetwork network;
    public final WireServer server;
    private final List<Agent> agents;
    private long nowNs;

    public WireWorld() {
        this(SessionLimits.DEFAULT, 10, 1 << 20);
    }

    public WireWorld(SessionLimits limits, int connectionsMax, int pipeBytes) {
        network = new InMemoryNetwork(pipeBytes);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        WireConfig config =
                WireConfig.of(address, 2).withConnectionsMax(connectionsMax).withLimits(limits);
        try {
            server = new WireServer(config, network, backend, () -> nowNs, new Random(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        agents = server.agents();
        agents.forEach(Agent::onStart);
    }

    public void advanceClock(long ns) {
        nowNs += ns;
    }

    /** Runs the agents until none has anything to do. */
    public void settle() {
        for (int i = 0; i < STEPS_MAX; i++) {
            if (step() == 0) {
                return;
            }
        }
        throw new AssertionError("the agents do not come to rest");
    }

    public int step() {
        int work = 0;
        try {
            for (int i = 0; i < agents.size(); i++) {
                work += agents.get(i).doWork();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return work;
    }

    public TestClient connect() {
        try {
            return new TestClient(this, network.connect(server.address().getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client that has a session. */
    public TestClient session() {
        TestClient client = connect();
        client.send("startup 3.0 user postgres database postgres");
        List<String> lines = client.receive();
        if (!lines.getLast().equals("ReadyForQuery I")) {
            throw new AssertionError(lines);
        }
        return client;
    }

    @Override
    public void close() {
        for (Agent agent : agents) {
            agent.onClose();
        }
    }

    /** A client's end, speaking in lines of a script. */
    public static final class TestClient {
        private final WireWorld world;
        public final InMemoryNetwork.Client wire;
        private byte[] unread = {};

        TestClient(WireWorld world, InMemoryNetwork.Client wire) {
            this.world = world;
            this.wire = wire;
        }

        /** Sends messages, all of them before the server sees any. */
        public TestClient send(String... lines) {
            for (String line : lines) {
                sendBytes(ClientMessages.encode(line));
            }
            return this;
        }

        public TestClient sendBytes(byte[] bytes) {
            int sent = 0;
            while (sent < bytes.length) {
                int taken = wire.send(bytes, sent, bytes.length - sent);
                sent += taken;
                if (taken == 0) {
                    world.settle();
                    if (wire.isFinished()) {
                        return this;
                    }
                }
            }
            return this;
        }

        /**
         * What the server says, the agents having come to rest; "closed" at the end of the
         * connection.
         */
        public List<String> receive() {
            List<String> lines = new java.util.ArrayList<>();
            while (true) {
                world.settle();
                byte[] more = receiveBytes();
                if (more.length == 0) {
                    break;
                }
                byte[] all = java.util.Arrays.copyOf(unread, unread.length + more.length);
                System.arraycopy(more, 0, all, unread.length, more.length);
                ByteBuffer buffer = ByteBuffer.wrap(all);
                lines.addAll(ServerMessages.decode(buffer));
                unread = java.util.Arrays.copyOfRange(all, buffer.position(), all.length);
            }
            if (wire.isFinished()) {
                lines.add("closed");
            }
            return lines;
        }

        public byte[] receiveBytes() {
            return wire.receive(Integer.MAX_VALUE >> 1);
        }

        public List<String> ask(String... lines) {
            return send(lines).receive();
        }
    }
}
