package io.omendb.pgwire.testing;

import io.omendb.pgwire.net.Network;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A network whose server side reads and writes a few bytes at a time, or none for a while, and
 * whose connections break after so many bytes. All of it comes from a seed.
 */
public final class FaultyNetwork implements Network {
    private static final int PIECE_BYTES_MAX = 40;

    private final Network network;
    private final SplittableRandom random;
    private final IntFunction<Long> bytesUntilReset;
    private int accepted;

    /**
     * @param network carries the bytes
     * @param bytesUntilReset for the number of a connection, in the order of their acceptance, how
     *     many bytes in both directions it carries before it breaks
     */
    public FaultyNetwork(Network network, long seed, IntFunction<Long> bytesUntilReset) {
        this.network = network;
        this.random = new SplittableRandom(seed);
        this.bytesUntilReset = bytesUntilReset;
    }

    @Override
    public Listener listen(InetSocketAddress address) throws IOException {
        return new FaultyListener(network.listen(address));
    }

    @Override
    public Poller poller() throws IOException {
        return new FaultyPoller(network.poller());
    }

    private final class FaultyListener implements Listener {
        private final Listener listener;

        FaultyListener(Listener listener) {
            this.listener = listener;
        }

        @Override
        public @Nullable Wire accept() throws IOException {
            Wire wire = listener.accept();
            return wire == null ? null : new FaultyWire(wire, bytesUntilReset.apply(accepted++));
        }

        @Override
        public InetSocketAddress address() {
            return listener.address();
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    private final class FaultyWire implements Wire {
        private final Wire wire;
        private long bytesLeft;

        FaultyWire(Wire wire, long bytesLeft) {
            this.wire = wire;
            this.bytesLeft = bytesLeft;
        }

        @Override
        public int read(ByteBuffer buffer) throws IOException {
            int limit = buffer.limit();
            buffer.limit(buffer.position() + piece(buffer));
            try {
                return carried(wire.read(buffer));
            } finally {
                buffer.limit(limit);
            }
        }

        @Override
        public int write(ByteBuffer buffer) throws IOException {
            int limit = buffer.limit();
            buffer.limit(buffer.position() + piece(buffer));
            try {
                return carried(wire.write(buffer));
            } finally {
                buffer.limit(limit);
            }
        }

        /** How many bytes go this time. */
        private int piece(ByteBuffer buffer) throws IOException {
            if (bytesLeft <= 0) {
                throw new IOException("Connection reset by peer");
            }
            long most = Math.min(bytesLeft, buffer.remaining());
            return switch (random.nextInt(4)) {
                case 0 -> 0;
                case 1 -> (int) most;
                default -> (int) Math.min(most, 1 + random.nextInt(PIECE_BYTES_MAX));
            };
        }

        private int carried(int bytes) {
            bytesLeft -= Math.max(0, bytes);
            return bytes;
        }

        @Override
        public void finish() throws IOException {
            wire.finish();
        }

        @Override
        public void close() throws IOException {
            wire.close();
        }
    }

    private static final class FaultyPoller implements Poller {
        private final Poller poller;

        FaultyPoller(Poller poller) {
            this.poller = poller;
        }

        @Override
        public void register(Pollable pollable, ReadyListener listener) throws IOException {
            poller.register(
                    switch (pollable) {
                        case FaultyWire faulty -> faulty.wire;
                        case FaultyListener faulty -> faulty.listener;
                        default -> throw new IllegalArgumentException("of another network");
                    },
                    listener);
        }

        @Override
        public void watch(Wire wire, boolean readable, boolean writable) {
            poller.watch(((FaultyWire) wire).wire, readable, writable);
        }

        @Override
        public int poll() throws IOException {
            return poller.poll();
        }

        @Override
        public int park(long timeoutNs) throws IOException {
            return poller.park(timeoutNs);
        }

        @Override
        public void wake() {
            poller.wake();
        }

        @Override
        public void close() throws IOException {
            poller.close();
        }
    }
}
