package io.omendb.perf.bench.floor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Iterator;

/**
 * A server that answers each message of PostgreSQL's protocol with bytes that it has ready: what
 * the client, the protocol and the sockets of this machine cost when nothing stands behind them.
 *
 * <p>Thread: echo. One, as OmenDB's IO agent waits by default: it looks a few times, yields a few
 * times, then blocks until a socket has something.
 */
public final class EchoServer implements AutoCloseable {
    private static final int SPINS = 50;
    private static final int YIELDS = 5;

    private final ServerSocketChannel listening;
    private final Selector selector;
    private final Thread thread;
    private volatile boolean ending;

    /** Listens on a free port of the loopback address. */
    public EchoServer() throws IOException {
        selector = Selector.open();
        listening = ServerSocketChannel.open();
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
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
                int ready = idle < SPINS + YIELDS ? selector.selectNow() : selector.select();
                if (ready > 0) {
                    idle = 0;
                    answerAll();
                } else if (idle++ < SPINS) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
        } catch (IOException failure) {
            throw new IllegalStateException("the echo server failed", failure);
        }
    }

    private void answerAll() throws IOException {
        Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
        while (ready.hasNext()) {
            SelectionKey key = ready.next();
            ready.remove();
            if (key.isAcceptable()) {
                accept();
            } else if (key.attachment() instanceof EchoSession session && !session.answer()) {
                key.cancel();
                session.close();
            }
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
