package io.omendb.pgwire.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A network of byte queues for tests and simulation: everything runs on one thread, nothing happens
 * by itself, and each direction of a connection has a bound, so that slow readers exist.
 */
public final class InMemoryNetwork implements Network {
    private static final int PORT_FIRST = 40_000;

    private final int pipeBytesMax;
    private final List<MemoryListener> listeners = new ArrayList<>();
    private int ports = PORT_FIRST;

    /**
     * @param pipeBytesMax how many bytes one direction of a connection holds before it takes no
     *     more
     */
    public InMemoryNetwork(int pipeBytesMax) {
        this.pipeBytesMax = pipeBytesMax;
    }

    @Override
    public Listener listen(InetSocketAddress address) throws IOException {
        int port = address.getPort() == 0 ? ports++ : address.getPort();
        for (MemoryListener other : listeners) {
            if (other.address.getPort() == port) {
                throw new BindException("Address already in use");
            }
        }
        MemoryListener listener =
                new MemoryListener(new InetSocketAddress(address.getAddress(), port));
        listeners.add(listener);
        return listener;
    }

    @Override
    public Poller poller() {
        return new MemoryPoller();
    }

    /**
     * A client's end of a new connection to whoever listens at {@code port}.
     *
     * @throws IOException if nobody does
     */
    public Client connect(int port) throws IOException {
        for (MemoryListener listener : listeners) {
            if (listener.address.getPort() == port) {
                Pipe toServer = new Pipe(pipeBytesMax);
                Pipe toClient = new Pipe(pipeBytesMax);
                listener.backlog.add(new MemoryWire(toServer, toClient));
                return new Client(toServer, toClient);
            }
        }
        throw new IOException("Connection refused");
    }

    /** A client's end of a connection. */
    public static final class Client {
        private final Pipe toServer;
        private final Pipe toClient;

        private Client(Pipe toServer, Pipe toClient) {
            this.toServer = toServer;
            this.toClient = toClient;
        }

        /** Sends what the connection takes of {@code bytes} and returns how many. */
        public int send(byte[] bytes, int offset, int length) {
            return toServer.write(ByteBuffer.wrap(bytes, offset, length));
        }

        /** Receives at most {@code lengthMax} bytes of what has come. */
        public byte[] receive(int lengthMax) {
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            ByteBuffer buffer =
                    ByteBuffer.allocate(Math.min(lengthMax, Math.max(0, toClient.length())));
            toClient.read(buffer);
            received.write(buffer.array(), 0, buffer.position());
            return received.toByteArray();
        }

        /** True if the server has closed or finished its end and all has been received. */
        public boolean isFinished() {
            return toClient.finished && toClient.length() == 0;
        }

        /** Goes away. */
        public void close() {
            toServer.finished = true;
            toClient.broken = true;
        }
    }

    /** Bytes in one direction, in a ring. */
    private static final class Pipe {
        private final byte[] ring;
        private long written;
        private long read;
        private boolean finished;
        private boolean broken;

        Pipe(int capacity) {
            ring = new byte[capacity];
        }

        int length() {
            return (int) (written - read);
        }

        int write(ByteBuffer from) {
            int count = Math.min(from.remaining(), ring.length - length());
            for (int i = 0; i < count; i++) {
                ring[(int) (written++ % ring.length)] = from.get();
            }
            return count;
        }

        int read(ByteBuffer into) {
            int count = Math.min(into.remaining(), length());
            if (count == 0 && finished) {
                return -1;
            }
            for (int i = 0; i < count; i++) {
                into.put(ring[(int) (read++ % ring.length)]);
            }
            return count;
        }
    }

    private final class MemoryListener implements Listener {
        private final InetSocketAddress address;
        private final Queue<MemoryWire> backlog = new ArrayDeque<>();

        MemoryListener(InetSocketAddress address) {
            this.address = address;
        }

        @Override
        public @Nullable Wire accept() {
            return backlog.poll();
        }

        @Override
        public InetSocketAddress address() {
            return address;
        }

        @Override
        public void close() {
            listeners.remove(this);
        }
    }

    private static final class MemoryWire implements Wire {
        private final Pipe incoming;
        private final Pipe outgoing;
        private boolean closed;
        private boolean watchesReadable = true;
        private boolean watchesWritable;

        MemoryWire(Pipe incoming, Pipe outgoing) {
            this.incoming = incoming;
            this.outgoing = outgoing;
        }

        @Override
        public int read(ByteBuffer buffer) {
            return incoming.read(buffer);
        }

        @Override
        public int write(ByteBuffer buffer) throws IOException {
            if (outgoing.broken) {
                throw new IOException("Broken pipe");
            }
            return outgoing.write(buffer);
        }

        @Override
        public void finish() {
            outgoing.finished = true;
        }

        @Override
        public void close() {
            closed = true;
            outgoing.finished = true;
        }

        boolean isReadable() {
            return watchesReadable && (incoming.length() > 0 || incoming.finished);
        }

        boolean isWritable() {
            return watchesWritable && (outgoing.length() < outgoing.ring.length || outgoing.broken);
        }
    }

    private static final class MemoryPoller implements Poller {
        private record Watched(Pollable pollable, ReadyListener listener) {}

        private final List<Watched> watched = new ArrayList<>();

        @Override
        public void register(Pollable pollable, ReadyListener listener) {
            watched.add(new Watched(pollable, listener));
        }

        @Override
        public void watch(Wire wire, boolean readable, boolean writable) {
            MemoryWire memory = (MemoryWire) wire;
            memory.watchesReadable = readable;
            memory.watchesWritable = writable;
        }

        @Override
        public int poll() {
            int told = 0;
            for (int i = watched.size() - 1; i >= 0; i--) {
                Watched entry = watched.get(i);
                boolean readable;
                boolean writable = false;
                if (entry.pollable instanceof MemoryWire wire) {
                    if (wire.closed) {
                        watched.remove(i);
                        continue;
                    }
                    readable = wire.isReadable();
                    writable = wire.isWritable();
                } else {
                    readable = !((MemoryListener) entry.pollable).backlog.isEmpty();
                }
                if (readable || writable) {
                    entry.listener.onReady(readable, writable);
                    told++;
                }
            }
            return told;
        }

        @Override
        public int park(long timeoutNs) {
            return poll();
        }

        @Override
        public void wake() {}

        @Override
        public void close() {
            watched.clear();
        }
    }
}
