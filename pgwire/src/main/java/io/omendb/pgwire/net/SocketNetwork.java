package io.omendb.pgwire.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * TCP over non-blocking NIO channels. Polling hands ready keys to a kept consumer instead of
 * collecting them in a set: the steady state allocates nothing.
 */
public final class SocketNetwork implements Network {
    private static final int BACKLOG = 1024;

    @Override
    public Listener listen(InetSocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.configureBlocking(false);
            channel.bind(address, BACKLOG);
            return new SocketListener(channel, (InetSocketAddress) channel.getLocalAddress());
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    @Override
    public Poller poller() throws IOException {
        return new SelectorPoller(Selector.open());
    }

    private record SocketListener(ServerSocketChannel channel, InetSocketAddress address)
            implements Listener {
        @Override
        public @Nullable Wire accept() throws IOException {
            SocketChannel accepted = channel.accept();
            if (accepted == null) {
                return null;
            }
            try {
                accepted.configureBlocking(false);
                accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
                accepted.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
                return new SocketWire(accepted);
            } catch (IOException failure) {
                accepted.close();
                throw failure;
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static final class SocketWire implements Wire {
        private final SocketChannel channel;
        private @Nullable SelectionKey key;
        private int watched;

        SocketWire(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read(ByteBuffer buffer) throws IOException {
            return channel.read(buffer);
        }

        @Override
        public int write(ByteBuffer buffer) throws IOException {
            return channel.write(buffer);
        }

        @Override
        public void finish() throws IOException {
            channel.shutdownOutput();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static final class SelectorPoller implements Poller {
        private static final Consumer<SelectionKey> TELL = SelectorPoller::tell;
        private static final int READABLE = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;

        private final Selector selector;

        SelectorPoller(Selector selector) {
            this.selector = selector;
        }

        @Override
        public void register(Pollable pollable, ReadyListener listener) throws IOException {
            switch (pollable) {
                case SocketListener(ServerSocketChannel channel, var _) ->
                        channel.register(selector, SelectionKey.OP_ACCEPT, listener);
                case SocketWire wire -> {
                    wire.watched = SelectionKey.OP_READ;
                    SelectableChannel channel = wire.channel;
                    wire.key = channel.register(selector, SelectionKey.OP_READ, listener);
                }
                default -> throw new IllegalArgumentException("not of this network: " + pollable);
            }
        }

        @Override
        public void watch(Wire wire, boolean readable, boolean writable) {
            SocketWire socket = (SocketWire) wire;
            int ops =
                    (readable ? SelectionKey.OP_READ : 0) | (writable ? SelectionKey.OP_WRITE : 0);
            SelectionKey key = socket.key;
            if (ops != socket.watched && key != null && key.isValid()) {
                socket.watched = ops;
                key.interestOps(ops);
            }
        }

        @Override
        public int poll() throws IOException {
            return selector.selectNow(TELL);
        }

        @Override
        public int park(long timeoutNs) throws IOException {
            return selector.select(TELL, Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeoutNs)));
        }

        private static void tell(SelectionKey key) {
            int ops = key.isValid() ? key.readyOps() : 0;
            ((ReadyListener) key.attachment())
                    .onReady((ops & READABLE) != 0, (ops & SelectionKey.OP_WRITE) != 0);
        }

        @Override
        public void wake() {
            selector.wakeup();
        }

        @Override
        public void close() throws IOException {
            selector.close();
        }
    }
}
