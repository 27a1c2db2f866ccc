package io.omendb.pgwire.net;

import io.omendb.pgwire.codec.ReceiveBuffer;
import io.omendb.pgwire.codec.Scratch;
import io.omendb.pgwire.codec.SendBuffer;
import io.omendb.pgwire.session.Backend;
import io.omendb.pgwire.session.BackendSession;
import io.omendb.pgwire.session.ProtocolSession;
import io.omendb.pgwire.session.SessionHost;
import io.omendb.pgwire.session.SessionLimits;
import io.omendb.pgwire.session.Wakeup;
import io.omendb.sql.error.SqlException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection: its wire, its buffers, its session.
 *
 * <p>Thread: IO, the agent that adopted it, but for {@link #wake()} (any), {@link #cancel} and
 * {@link #expireSince} (conductor), and what is final since the conductor made it.
 */
final class Connection implements SessionHost, Wakeup, Network.ReadyListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(Connection.class);

    /** How often in a round one connection may fill its send buffer and empty it. */
    private static final int TURNS_MAX = 4;

    private static final VarHandle WOKEN;
    private static final VarHandle OPENED;
    private static final VarHandle EXPIRED;
    private static final VarHandle LINGERS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            WOKEN = lookup.findVarHandle(Connection.class, "woken", boolean.class);
            OPENED = lookup.findVarHandle(Connection.class, "opened", BackendSession.class);
            EXPIRED = lookup.findVarHandle(Connection.class, "expired", boolean.class);
            LINGERS = lookup.findVarHandle(Connection.class, "lingers", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int processId;
    private final byte[] secret;
    private final boolean admitted;
    private final long acceptedNs;
    private final Network.Wire wire;
    private final IoAgent agent;

    private @Nullable ReceiveBuffer in;
    private @Nullable SendBuffer out;
    private @Nullable ProtocolSession session;
    private boolean closed;

    /** In the agent's list of those to be looked at. */
    boolean dirty;

    /** In the agent's list of those that have bytes waiting for durability. */
    boolean gated;

    /** Where the agent's list of connections holds this one. */
    int index = -1;

    @SuppressWarnings("unused") // through WOKEN
    private boolean woken;

    @SuppressWarnings("unused") // through EXPIRED
    private boolean expired;

    private boolean lingers;
    private long lingersSeenNs;
    private int secretLength;
    private @Nullable BackendSession opened;

    Connection(
            int processId,
            byte[] secret,
            boolean admitted,
            long acceptedNs,
            Network.Wire wire,
            IoAgent agent) {
        this.processId = processId;
        this.secret = secret;
        this.admitted = admitted;
        this.acceptedNs = acceptedNs;
        this.wire = wire;
        this.agent = agent;
    }

    // ---- IO agent

    /** The agent takes the connection over: buffers belong to its thread. */
    void adopt(Network.Poller poller, Backend backend, SessionLimits limits, Scratch scratch)
            throws IOException {
        // Each is kept before the next is made: closing gives back what there is.
        ReceiveBuffer received =
                new ReceiveBuffer(limits.receiveBytesInitial(), limits.messageBytesMax());
        in = received;
        SendBuffer unsent =
                new SendBuffer(
                        limits.sendBytesInitial(), limits.sendBytesFull(), limits.sendBytesMax());
        out = unsent;
        session = new ProtocolSession(backend, this, limits, received, unsent, scratch);
        poller.register(wire, this);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void onReady(boolean readable, boolean writable) {
        if (closed) {
            return;
        }
        if (readable) {
            receive();
        }
        agent.look(this);
    }

    private void receive() {
        ReceiveBuffer received = Objects.requireNonNull(in);
        try {
            ByteBuffer room = received.writable();
            int count = wire.read(room);
            if (count < 0) {
                close();
            } else if (lingers) {
                return; // what comes after a fatal error is thrown away: nothing was received
            } else {
                received.received(count);
            }
        } catch (IOException gone) {
            LOGGER.debug("connection {} is gone: {}", processId, gone.getMessage());
            close();
        }
    }

    /** Goes on with the session and sends what may leave. */
    void pump(long lsnDurable) {
        ProtocolSession current = session;
        SendBuffer unsent = out;
        ReceiveBuffer received = in;
        if (closed || lingers || current == null || unsent == null || received == null) {
            return;
        }
        if ((boolean) EXPIRED.getAcquire(this)) { // pairs with the release in expireSince
            current.expire();
        }
        if (agent.isStopping()) {
            current.endWhenIdle();
        }
        try {
            boolean more = true;
            for (int turn = 0; more && turn < TURNS_MAX; turn++) {
                current.process();
                boolean full = unsent.isFull();
                send(unsent, lsnDurable);
                more = full && !unsent.isFull();
            }
            if (more) {
                wake(); // the others of this thread first
            }
            if (current.isClosing() && unsent.unsentBytes() == 0) {
                end(current);
                return;
            }
        } catch (IOException gone) {
            LOGGER.debug("connection {} is gone: {}", processId, gone.getMessage());
            close();
            return;
        }
        agent.poller()
                .watch(
                        wire,
                        !received.isFull() && !current.isClosing(),
                        unsent.sendable(lsnDurable) > 0);
        if (unsent.isGated()) {
            agent.awaitDurable(this);
        }
    }

    private void send(SendBuffer unsent, long lsnDurable) throws IOException {
        int sendable = unsent.sendable(lsnDurable);
        while (sendable > 0) {
            int written = wire.write(unsent.readable(sendable));
            if (written == 0) {
                return;
            }
            unsent.sent(written);
            sendable -= written;
        }
    }

    /**
     * Closing with bytes unread would take the last message back from the client: read on until it
     * has closed.
     */
    private void end(ProtocolSession ended) throws IOException {
        if (!ended.isFatal()) {
            close();
            return;
        }
        ended.close();
        wire.finish();
        LINGERS.setRelease(this, true); // pairs with the acquire in expireSince
        if (in != null) {
            in.consume(in.readableBytes());
        }
        agent.poller().watch(wire, true, false);
    }

    /** Ends the session and the connection. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        closeSession();
        abandon();
        if (in != null) {
            in.close();
            in = null;
        }
        if (out != null) {
            out.close();
            out = null;
        }
        agent.closed(this);
    }

    private void closeSession() {
        ProtocolSession current = session;
        session = null;
        if (current == null) {
            return;
        }
        try {
            current.close();
        } catch (RuntimeException failure) {
            LOGGER.error("the session of connection {} was not closed cleanly", processId, failure);
        }
    }

    /** Closes the wire of a connection that no agent has taken. */
    void abandon() {
        closed = true;
        try {
            wire.close();
        } catch (IOException failure) {
            LOGGER.warn(
                    "connection {} was not closed cleanly: {}", processId, failure.getMessage());
        }
    }

    boolean isRunning() {
        return session != null && session.isRunning();
    }

    /** The server cannot wait longer. */
    void cancelRunning() {
        BackendSession of = opened;
        if (of != null && isRunning()) {
            of.cancel();
        }
    }

    /** The backend has failed and answers nobody any more. */
    void crash(SqlException reason) {
        ProtocolSession current = session;
        if (current != null && !lingers) {
            current.crash(reason);
        }
    }

    // ---- of the session

    @Override
    public int processId() {
        return processId;
    }

    @Override
    public byte[] secret(int length) {
        secretLength = length;
        return Arrays.copyOf(secret, length);
    }

    @Override
    public boolean isAdmitted() {
        return admitted;
    }

    @Override
    public void cancelRequested(int other, byte[] shown) {
        agent.tellConductor(new ConductorOrder.Cancel(other, shown));
    }

    @Override
    public void opened(BackendSession of) {
        OPENED.setRelease(this, of); // pairs with the acquire in cancel and expireSince
    }

    @Override
    public Wakeup wakeup() {
        return this;
    }

    // ---- any thread

    @Override
    public void wake() {
        if (WOKEN.compareAndSet(this, false, true)) {
            agent.wake(this);
        }
    }

    /** The agent has taken the wake-up: the next one is another. */
    void wakeTaken() {
        WOKEN.setVolatile(this, false);
    }

    // ---- conductor

    /** Cancels what runs if the secret is right. */
    void cancel(byte[] shown) {
        BackendSession of = (BackendSession) OPENED.getAcquire(this);
        if (of != null && MessageDigest.isEqual(Arrays.copyOf(secret, secretLength), shown)) {
            of.cancel();
        }
    }

    /** Ends a connection whose start-up, or whose end, takes longer than it may. */
    void expireSince(long nowNs, long startupTimeoutNs, long lingerTimeoutNs) {
        boolean slow = OPENED.getAcquire(this) == null && nowNs - acceptedNs > startupTimeoutNs;
        if ((boolean) LINGERS.getAcquire(this)) {
            if (lingersSeenNs == 0) {
                lingersSeenNs = nowNs;
            }
            slow |= nowNs - lingersSeenNs > lingerTimeoutNs;
        }
        if (slow) {
            EXPIRED.setRelease(this, true);
            wake();
        }
    }

    /** True if only the client's own end is awaited. */
    boolean isLingering() {
        return lingers;
    }

    /** A lingering connection whose time is over. */
    boolean isLingeringTooLong() {
        return lingers && (boolean) EXPIRED.getAcquire(this);
    }
}
