package io.omendb.pgwire.net;

import io.omendb.pgwire.codec.Scratch;
import io.omendb.pgwire.session.Backend;
import io.omendb.pgwire.session.SessionLimits;
import io.omendb.pipeline.StepTimer;
import io.omendb.pipeline.WakeHook;
import io.omendb.pipeline.WakeQueue;
import io.omendb.sql.error.SqlException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Thread: IO. Owns the sockets, buffers and sessions of its connections. A round takes in new
 * connections and wake-ups, reads from the sockets that have something, lets the sessions of these
 * go on, and sends: all that one session has to say in a round is one write. What waits for
 * durability is looked at again when {@link Backend#durableLsn()} has grown.
 */
final class IoAgent implements Agent {
    private static final Logger LOGGER = LoggerFactory.getLogger(IoAgent.class);
    private static final int SCRATCH_BYTES = 64 << 10;

    private final int number;
    private final Backend backend;
    private final SessionLimits limits;
    private final Network.Poller poller;
    private final WakeHook idle;
    private final WakeQueue<Connection> arrivals;
    private final WakeQueue<Connection> wakeups;
    private final WakeQueue<ConductorOrder> conductor;
    private final StepTimer<IoStep> steps;
    private final Scratch scratch = new Scratch(SCRATCH_BYTES);

    private Connection[] connections = new Connection[64];
    private int connectionCount;
    private Connection[] dirty = new Connection[64];
    private int dirtyCount;
    private Connection[] gated = new Connection[64];
    private int gatedCount;
    private long lsnDurable;
    private boolean stopTold;
    private boolean cancelTold;
    private boolean crashTold;

    private volatile boolean awaitsDurable;
    private volatile boolean wakeupsMissed;
    private volatile boolean stopping;
    private volatile boolean cancelling;
    private volatile @Nullable SqlException crashReason;
    private final CountDownLatch drained = new CountDownLatch(1);

    IoAgent(
            int number,
            Backend backend,
            SessionLimits limits,
            Network.Poller poller,
            WakeHook idle,
            int connectionsMax,
            WakeQueue<ConductorOrder> conductor,
            StepTimer<IoStep> steps) {
        this.number = number;
        this.backend = backend;
        this.limits = limits;
        this.poller = poller;
        this.idle = idle;
        this.arrivals = new WakeQueue<>(connectionsMax, idle);
        this.wakeups = new WakeQueue<>(connectionsMax, idle);
        this.conductor = conductor;
        this.steps = steps;
    }

    // ---- other threads

    /** Conductor: hands a new connection over; false if too many are waiting. */
    boolean offer(Connection connection) {
        return arrivals.offer(connection);
    }

    /**
     * Any thread: a connection, which is not in the queue, is to be looked at. The queue has room
     * for all that are open; should late wake-ups of closed ones fill it, all are looked at
     * instead.
     */
    void wake(Connection connection) {
        if (!wakeups.offer(connection)) {
            wakeupsMissed = true;
            idle.wake();
        }
    }

    /** A thread of the engine: more is durable than was. */
    void onDurable() {
        // Between the store of durableLsn and the load of awaitsDurable, as between the store of
        // awaitsDurable
        // and the load of durableLsn in the next round: one of the two threads sees the other.
        VarHandle.fullFence();
        if (awaitsDurable) {
            idle.wake();
        }
    }

    /** Any thread: sessions end when idle. */
    void stop() {
        stopping = true;
        idle.wake();
    }

    /** Any thread: the backend has failed; clients are told and their sessions end. */
    void crash(SqlException reason) {
        crashReason = reason;
        stop();
    }

    /** Any thread: what still runs is cancelled. */
    void cancelAll() {
        cancelling = true;
        idle.wake();
    }

    /**
     * Any thread: waits after {@link #stop()} until every session has ended; false if that takes
     * longer.
     */
    boolean awaitDrained(long timeoutNs) throws InterruptedException {
        return drained.await(timeoutNs, TimeUnit.NANOSECONDS);
    }

    // ---- own thread

    @Override
    public int doWork() {
        steps.begin(IoStep.ROUND);
        int work = round();
        if (work > 0) {
            steps.end();
        } else {
            steps.drop();
        }
        return work;
    }

    private int round() {
        int work = adoptArrivals() + takeWakeups() + poll();
        if (stopping) {
            work += endSessions();
        }
        long durable = backend.durableLsn();
        if (durable != lsnDurable) {
            lsnDurable = durable;
            work += lookAtGated();
        }
        for (int i = 0; i < dirtyCount; i++) {
            Connection connection = dirty[i];
            connection.dirty = false;
            connection.pump(lsnDurable);
        }
        work += dirtyCount;
        dirtyCount = 0;
        return work;
    }

    private int poll() {
        try {
            return poller.poll();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private int adoptArrivals() {
        int adopted = 0;
        Connection connection;
        while ((connection = arrivals.poll()) != null) {
            adopt(connection);
            adopted++;
        }
        return adopted;
    }

    private void adopt(Connection connection) {
        if (connectionCount == connections.length) {
            connections = Arrays.copyOf(connections, connectionCount * 2);
        }
        connection.index = connectionCount;
        connections[connectionCount++] = connection;
        try {
            connection.adopt(poller, backend, limits, scratch);
        } catch (IOException | OutOfMemoryError failure) {
            LOGGER.warn("a connection could not be taken in: {}", failure.getMessage());
            connection.close();
        }
    }

    private int takeWakeups() {
        int taken = 0;
        if (wakeupsMissed) {
            wakeupsMissed = false;
            for (int i = 0; i < connectionCount; i++) {
                connections[i].wakeTaken();
                look(connections[i]);
            }
            taken = connectionCount;
        }
        Connection connection;
        while ((connection = wakeups.poll()) != null) {
            connection.wakeTaken();
            if (connection.isLingeringTooLong()) {
                connection.close();
            } else if (!connection.isClosed()) {
                look(connection);
            }
            taken++;
        }
        return taken;
    }

    private int lookAtGated() {
        int count = gatedCount;
        gatedCount = 0;
        awaitsDurable = false;
        for (int i = 0; i < count; i++) {
            gated[i].gated = false;
            look(gated[i]);
        }
        return count;
    }

    private int endSessions() {
        boolean tell = !stopTold;
        boolean cancel = cancelling && !cancelTold;
        SqlException reason = crashTold ? null : crashReason;
        stopTold = true;
        cancelTold |= cancel;
        crashTold |= reason != null;
        int open = 0;
        for (int i = 0; i < connectionCount; i++) {
            if (cancel) {
                connections[i].cancelRunning();
            }
            if (reason != null) {
                connections[i].crash(reason);
            }
            if (tell || reason != null) {
                look(connections[i]);
            }
            open += connections[i].isLingering() ? 0 : 1;
        }
        if (open == 0) {
            drained.countDown();
        }
        return tell || cancel || reason != null ? connectionCount : 0;
    }

    /** The connection goes on in this round. */
    void look(Connection connection) {
        if (connection.dirty || connection.isClosed()) {
            return;
        }
        connection.dirty = true;
        if (dirtyCount == dirty.length) {
            dirty = Arrays.copyOf(dirty, dirtyCount * 2);
        }
        dirty[dirtyCount++] = connection;
    }

    /** The connection has bytes that may not leave yet. */
    void awaitDurable(Connection connection) {
        if (connection.gated) {
            return;
        }
        connection.gated = true;
        if (gatedCount == gated.length) {
            gated = Arrays.copyOf(gated, gatedCount * 2);
        }
        gated[gatedCount++] = connection;
        awaitsDurable = true;
    }

    boolean isStopping() {
        return stopping;
    }

    Network.Poller poller() {
        return poller;
    }

    void tellConductor(ConductorOrder order) {
        boolean queued = conductor.offer(order);
        assert queued : "more orders than connections";
    }

    /** The connection is closed: it leaves the list and the conductor's table. */
    void closed(Connection connection) {
        int index = connection.index;
        assert connections[index] == connection;
        Connection last = connections[--connectionCount];
        connections[index] = last;
        last.index = index;
        connection.index = -1;
        tellConductor(new ConductorOrder.Forget(connection));
    }

    @Override
    public void onClose() {
        while (connectionCount > 0) {
            connections[connectionCount - 1].close();
        }
        Connection late;
        while ((late = arrivals.poll()) != null) {
            late.abandon();
        }
        try {
            poller.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public String roleName() {
        return "io-" + number;
    }
}
