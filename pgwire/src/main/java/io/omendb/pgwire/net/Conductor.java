package io.omendb.pgwire.net;

import io.omendb.pipeline.WakeHook;
import io.omendb.pipeline.WakeQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Thread: conductor. Owns the listener, the table of sessions and the timers: takes connections in,
 * gives each a number, a secret and an IO agent, finds the session that a cancel request names,
 * ends connections that take too long to ask for a session.
 */
final class Conductor implements Agent {
    /**
     * Connections that are served beyond the sessions: clients that are told that there are too
     * many, and those that want to cancel one.
     */
    static final int CONNECTIONS_SPARE = 32;

    private static final Logger LOGGER = LoggerFactory.getLogger(Conductor.class);
    private static final long TIMER_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long LINGER_NS = TimeUnit.SECONDS.toNanos(2);
    private static final int SECRET_BYTES = 32;

    private final WireConfig config;
    private final Network.Poller poller;
    private final Network.Listener listener;
    private final NanoClock clock;
    private final RandomGenerator secrets;
    private final WakeQueue<ConductorOrder> orders;
    private final Int2ObjectHashMap<Connection> table = new Int2ObjectHashMap<>();
    private final IoAgent[] agents;
    private final WakeHook idle;

    private int processIdLast;
    private int agentNext;
    private int sessionCount;
    private boolean acceptable = true;
    private boolean listening = true;
    private long timerLastNs;
    private volatile boolean stopping;

    Conductor(
            WireConfig config,
            Network.Poller poller,
            Network.Listener listener,
            NanoClock clock,
            RandomGenerator secrets,
            WakeQueue<ConductorOrder> orders,
            WakeHook idle,
            IoAgent[] agents) {
        this.config = config;
        this.poller = poller;
        this.listener = listener;
        this.clock = clock;
        this.secrets = secrets;
        this.orders = orders;
        this.idle = idle;
        this.agents = agents;
        this.timerLastNs = clock.nanoTime();
    }

    /** Any thread: no more connections are taken. */
    void stop() {
        stopping = true;
        idle.wake();
    }

    @Override
    public void onStart() {
        try {
            poller.register(listener, (readable, writable) -> acceptable = true);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public int doWork() {
        int work = obey();
        try {
            work += poller.poll();
            if (stopping) {
                stopListening();
            } else if (acceptable) {
                work += accept();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        long now = clock.nanoTime();
        if (now - timerLastNs >= TIMER_NS) {
            timerLastNs = now;
            for (Connection connection : table.values()) {
                connection.expireSince(now, config.startupTimeoutNs(), LINGER_NS);
            }
        }
        return work;
    }

    private int obey() {
        int obeyed = 0;
        ConductorOrder order;
        while ((order = orders.poll()) != null) {
            switch (order) {
                case ConductorOrder.Forget(Connection connection) -> forget(connection);
                case ConductorOrder.Cancel(int processId, byte[] secret) ->
                        cancel(processId, secret);
            }
            obeyed++;
        }
        return obeyed;
    }

    private void forget(Connection connection) {
        table.remove(connection.processId());
        sessionCount -= connection.isAdmitted() ? 1 : 0;
    }

    private void cancel(int processId, byte[] secret) {
        Connection connection = table.get(processId);
        if (connection == null) {
            LOGGER.info("a cancel request names process {}, which is not there", processId);
        } else {
            connection.cancel(secret);
        }
    }

    private int accept() {
        acceptable = false;
        int accepted = 0;
        Network.@Nullable Wire wire;
        while ((wire = acceptOne()) != null) {
            admit(wire);
            accepted++;
        }
        return accepted;
    }

    /**
     * A client that is gone before it was taken, or a lack of file descriptors, is no reason to
     * stop.
     */
    private Network.@Nullable Wire acceptOne() {
        try {
            return listener.accept();
        } catch (IOException failure) {
            LOGGER.warn("a connection could not be accepted: {}", failure.getMessage());
            return null;
        }
    }

    private void admit(Network.Wire wire) {
        if (table.size() >= config.connectionsMax() + CONNECTIONS_SPARE) {
            closeUnserved(wire);
            return;
        }
        boolean admitted = sessionCount < config.connectionsMax();
        byte[] secret = new byte[SECRET_BYTES];
        secrets.nextBytes(secret);
        IoAgent agent = agents[agentNext];
        agentNext = (agentNext + 1) % agents.length;
        Connection connection =
                new Connection(nextProcessId(), secret, admitted, clock.nanoTime(), wire, agent);
        if (agent.offer(connection)) {
            table.put(connection.processId(), connection);
            sessionCount += admitted ? 1 : 0;
        } else {
            closeUnserved(wire);
        }
    }

    private void closeUnserved(Network.Wire wire) {
        try {
            wire.close();
        } catch (IOException failure) {
            LOGGER.warn("a refused connection was not closed cleanly: {}", failure.getMessage());
        }
    }

    private int nextProcessId() {
        do {
            processIdLast = processIdLast == Integer.MAX_VALUE ? 1 : processIdLast + 1;
        } while (table.containsKey(processIdLast));
        return processIdLast;
    }

    private void stopListening() throws IOException {
        if (listening) {
            listening = false;
            listener.close();
        }
    }

    @Override
    public void onClose() {
        try {
            stopListening();
            poller.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public String roleName() {
        return "conductor";
    }
}
