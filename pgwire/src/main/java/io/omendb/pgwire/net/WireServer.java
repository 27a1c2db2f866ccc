package io.omendb.pgwire.net;

import io.omendb.pgwire.session.Backend;
import io.omendb.pipeline.AgentThread;
import io.omendb.pipeline.FailureListener;
import io.omendb.pipeline.StepLog;
import io.omendb.pipeline.StepTimer;
import io.omendb.pipeline.WakeQueue;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server of one database: a conductor and IO agents, either on threads of their own ({@link
 * #start}) or stepped by whoever made it ({@link #agents()}).
 */
public final class WireServer implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(WireServer.class);
    private static final long IO_PARK_NS_MAX = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long CONDUCTOR_PARK_NS_MAX = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long CANCELLED_WAIT_NS = TimeUnit.SECONDS.toNanos(2);

    private final NanoClock clock;
    private final Network.Listener listener;
    private final Conductor conductor;
    private final PollerIdle conductorIdle;
    private final IoAgent[] ioAgents;
    private final PollerIdle[] ioIdles;
    private final List<AgentThread> threads = new ArrayList<>();
    private boolean closed;

    /**
     * Listens, but serves nobody until its agents run.
     *
     * @param secrets makes the secrets of cancel requests: cryptographically strong, but in tests
     * @throws IOException if the address cannot be had
     */
    public WireServer(
            WireConfig config,
            Network network,
            Backend backend,
            NanoClock clock,
            RandomGenerator secrets)
            throws IOException {
        this.clock = clock;
        int connectionsMax = config.connectionsMax() + Conductor.CONNECTIONS_SPARE;
        listener = network.listen(config.address());
        Network.Poller conductorPoller = network.poller();
        conductorIdle = new PollerIdle(conductorPoller, 0, CONDUCTOR_PARK_NS_MAX);
        // A connection is forgotten once and asks to cancel at most once.
        WakeQueue<ConductorOrder> orders = new WakeQueue<>(2 * connectionsMax, conductorIdle);
        ioAgents = new IoAgent[config.ioAgents()];
        ioIdles = new PollerIdle[config.ioAgents()];
        for (int i = 0; i < ioAgents.length; i++) {
            Network.Poller poller = network.poller();
            ioIdles[i] = new PollerIdle(poller, config.ioSpins(), IO_PARK_NS_MAX);
            StepLog<IoStep> steps = new StepLog<>(IoStep.class);
            backend.showSteps(ioThread(i), steps);
            ioAgents[i] =
                    new IoAgent(
                            i,
                            backend,
                            config.limits(),
                            poller,
                            ioIdles[i],
                            connectionsMax,
                            orders,
                            new StepTimer<>(steps, clock::nanoTime));
        }
        conductor =
                new Conductor(
                        config,
                        conductorPoller,
                        listener,
                        clock,
                        secrets,
                        orders,
                        conductorIdle,
                        ioAgents);
        backend.onDurable(this::tellDurable);
    }

    private static String ioThread(int number) {
        return "omendb-io-" + number;
    }

    private void tellDurable() {
        for (IoAgent agent : ioAgents) {
            agent.onDurable();
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return listener.address();
    }

    /** The agents, the conductor first, for whoever steps them. */
    public List<Agent> agents() {
        List<Agent> agents = new ArrayList<>();
        agents.add(conductor);
        agents.addAll(List.of(ioAgents));
        return agents;
    }

    /** Gives each agent a thread. */
    public void start(FailureListener failures) {
        for (int i = 0; i < ioAgents.length; i++) {
            threads.add(new AgentThread(ioThread(i), ioIdles[i], failures, ioAgents[i]).start());
        }
        threads.add(
                new AgentThread("omendb-conductor", conductorIdle, failures, conductor).start());
    }

    /** Takes no more connections, and ends sessions as they become idle. */
    public void stop() {
        conductor.stop();
        for (IoAgent agent : ioAgents) {
            agent.stop();
        }
    }

    /**
     * Takes no more connections and ends all sessions, whatever they are about, because the backend
     * has failed: 57P02. Of what waited for its disk nothing leaves.
     */
    public void crash() {
        conductor.stop();
        SqlException reason =
                SqlException.of(
                                SqlState.CRASH_SHUTDOWN,
                                "terminating connection because the database has failed")
                        .withHint(
                                "Whether a commit that was not acknowledged has happened is known"
                                        + " when the database is open again.");
        for (IoAgent agent : ioAgents) {
            agent.crash(reason);
        }
    }

    /**
     * Stops, lets running statements end for at most {@code graceNs}, cancels the rest, and ends
     * the threads. Their sessions are closed then; the backend is not.
     */
    public void close(long graceNs) {
        if (closed) {
            return;
        }
        closed = true;
        if (threads.isEmpty()) {
            agents().reversed().forEach(Agent::onClose);
            return;
        }
        stop();
        if (!awaitDrained(graceNs)) {
            LOGGER.warn("statements are cancelled: the server stops");
            for (IoAgent agent : ioAgents) {
                agent.cancelAll();
            }
            if (!awaitDrained(CANCELLED_WAIT_NS)) {
                LOGGER.warn("connections are closed in the middle of their statements");
            }
        }
        for (AgentThread thread : threads) {
            thread.close();
        }
    }

    @Override
    public void close() {
        close(0);
    }

    private boolean awaitDrained(long timeoutNs) {
        long deadline = clock.nanoTime() + timeoutNs;
        try {
            for (IoAgent agent : ioAgents) {
                if (!agent.awaitDrained(deadline - clock.nanoTime())) {
                    return false;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return true;
    }
}
