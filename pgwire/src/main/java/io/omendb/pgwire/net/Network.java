package io.omendb.pgwire.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Where connections come from: the real network, or one in memory. */
public interface Network {
    /**
     * Starts to listen.
     *
     * @throws IOException if the address cannot be had
     */
    Listener listen(InetSocketAddress address) throws IOException;

    /** A new poller, for one thread. */
    Poller poller() throws IOException;

    /** What a poller can watch. */
    interface Pollable {}

    /** A listening end. Thread: conductor. */
    interface Listener extends Pollable, AutoCloseable {
        /** A connection that waits to be taken, or null. */
        @Nullable Wire accept() throws IOException;

        /** The address that is listened at; the port is the real one where 0 was asked for. */
        InetSocketAddress address();

        @Override
        void close() throws IOException;
    }

    /** One end of a connection. No method blocks. Thread: IO. */
    interface Wire extends Pollable, AutoCloseable {
        /**
         * Reads what there is into {@code buffer}; 0 if there is nothing, -1 if the other end has
         * finished.
         */
        int read(ByteBuffer buffer) throws IOException;

        /** Writes as much of {@code buffer} as is taken, maybe nothing. */
        int write(ByteBuffer buffer) throws IOException;

        /** Says that nothing more will be written; what comes in can still be read. */
        void finish() throws IOException;

        @Override
        void close() throws IOException;
    }

    /**
     * Hears that something can be done. Called on the polling thread, in {@link Poller#poll()} or
     * {@link Poller#park}.
     */
    interface ReadyListener {
        void onReady(boolean readable, boolean writable);
    }

    /** Waits for many pollables at once. Used by one thread, but for {@link #wake()}. */
    interface Poller extends AutoCloseable {
        /** Watches a listener for connections or a wire for bytes. */
        void register(Pollable pollable, ReadyListener listener) throws IOException;

        /** Changes for what a wire is watched; a closed one is forgotten by itself. */
        void watch(Wire wire, boolean readable, boolean writable);

        /** Tells the listeners of all that is ready now; returns how many. */
        int poll() throws IOException;

        /** As {@link #poll()}, waiting for it until {@link #wake()} or at most so long. */
        int park(long timeoutNs) throws IOException;

        /** Ends a {@link #park} of another thread, or the next one if there is none. */
        void wake();

        @Override
        void close() throws IOException;
    }
}
