package io.omendb.perf.bench.floor;

import io.omendb.pgwire.net.WireConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/**
 * A server that answers each message of PostgreSQL's protocol with bytes that it has ready: what
 * the client, the protocol and the sockets of this machine cost when nothing stands behind them.
 *
 * <p>One thread serves all connections and waits as an IO thread of OmenDB's server does by
 * default: so many looks at the sockets in vain, then it blocks until one of them has something.
 */
public final class EchoServer implements AutoCloseable {
    private static final InetSocketAddress LOOPBACK =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final int SPINS =
            WireConfig.of(LOOPBACK, Runtime.getRuntime().availableProcessors()).ioSpins();

    private final ServerSocketChannel listening;
    private final Selector selector;
    private final Consumer<SelectionKey> answers = this::answer;
    private final Thread thread;
    private volatile boolean ending;

    /** Listens on a free port of the loopback address. */
    public EchoServer() throws IOException {
        selector = Selector.open();
        listening = ServerSocketChannel.open();
        listening.bind(LOOPBACK);
        listening.configureBlocking(false);
        listening.register(selector, SelectionKey.OP_ACCEPT);
        thread = Thread.ofPlatform().name("bench-echo").daemon().unstarted(this::serve);
        thread.start();
    }

    /** Where it listens. */
    public int port() {
        return listening.socket().getLocalPort();
    }

    @Override
    public void close() throws IOException {
        ending = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private void serve() {
        try {
            int idle = 0;
            while (!ending) {
                int ready = idle < SPINS ? selector.selectNow(answers) : selector.select(answers);
                if (ready > 0) {
                    idle = 0;
                } else if (idle < SPINS) {
                    idle++;
                    Thread.onSpinWait();
                }
            }
        } catch (IOException | UncheckedIOException failure) {
            throw new IllegalStateException("the echo server failed", failure);
        }
    }

    private void answer(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else if (key.attachment() instanceof EchoSession session && !session.answer()) {
                key.cancel();
                session.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void accept() throws IOException {
        SocketChannel socket = listening.accept();
        if (socket != null) {
            socket.configureBlocking(false);
            socket.socket().setTcpNoDelay(true);
            socket.register(selector, SelectionKey.OP_READ, new EchoSession(socket));
        }
    }
}
