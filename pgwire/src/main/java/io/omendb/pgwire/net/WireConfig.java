package io.omendb.pgwire.net;

import io.omendb.pgwire.session.SessionLimits;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * How the server listens and how many it serves.
 *
 * @param address where to listen; port 0 takes a free one
 * @param ioAgents how many IO threads share the connections
 * @param connectionsMax sessions at a time; the next client is told 53300
 * @param startupTimeoutNs how long a client may take to ask for a session
 * @param ioSpins how many empty rounds an IO thread makes before it parks
 * @param limits of each session
 */
public record WireConfig(
        InetSocketAddress address,
        int ioAgents,
        int connectionsMax,
        long startupTimeoutNs,
        int ioSpins,
        SessionLimits limits) {
    private static final int CORES_PER_IO_AGENT = 4;
    private static final int IO_AGENTS_MAX = 8;
    private static final int IO_SPINS = 100;
    private static final int CONNECTIONS_MAX = 100;
    private static final long STARTUP_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);

    public WireConfig {
        if (ioAgents < 1 || ioAgents > 1024) {
            throw new IllegalArgumentException("IO threads: " + ioAgents + ", must be 1 to 1024");
        }
        if (connectionsMax < 1 || connectionsMax > 1 << 18) {
            throw new IllegalArgumentException(
                    "max_connections: " + connectionsMax + ", must be 1 to 262144");
        }
        if (startupTimeoutNs <= 0 || ioSpins < 0) {
            throw new IllegalArgumentException(
                    "start-up timeout " + startupTimeoutNs + " ns, " + ioSpins + " spins");
        }
    }

    /** The defaults for a machine of {@code cores}. */
    public static WireConfig of(InetSocketAddress address, int cores) {
        return new WireConfig(
                address,
                Math.clamp(cores / CORES_PER_IO_AGENT, 1, IO_AGENTS_MAX),
                CONNECTIONS_MAX,
                STARTUP_TIMEOUT_NS,
                IO_SPINS,
                SessionLimits.DEFAULT);
    }

    public WireConfig withConnectionsMax(int connections) {
        return new WireConfig(address, ioAgents, connections, startupTimeoutNs, ioSpins, limits);
    }

    public WireConfig withLimits(SessionLimits with) {
        return new WireConfig(address, ioAgents, connectionsMax, startupTimeoutNs, ioSpins, with);
    }

    public WireConfig withIoAgents(int agents) {
        return new WireConfig(address, agents, connectionsMax, startupTimeoutNs, ioSpins, limits);
    }
}
