package io.omendb.engine.api;

import java.lang.invoke.VarHandle;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads of embedders that wait until something is durable. The flusher unparks those that are
 * parked.
 *
 * <p>A thread announces itself, fully fenced by the volatile store, looks at the position again,
 * and parks; the flusher publishes the position before it looks at the announcements.
 */
final class DurableWaiters implements Runnable {
    /** One connection's place: the thread that waits in it, or null. */
    static final class Waiter {
        private volatile @Nullable Thread thread;

        @Nullable Thread thread() {
            return thread;
        }

        void announce() {
            thread = Thread.currentThread();
        }

        void withdraw() {
            thread = null;
        }
    }

    private final CopyOnWriteArrayList<Waiter> waiters = new CopyOnWriteArrayList<>();

    Waiter open() {
        Waiter waiter = new Waiter();
        waiters.add(waiter);
        return waiter;
    }

    void close(Waiter waiter) {
        waiters.remove(waiter);
    }

    @Override
    public void run() {
        VarHandle.fullFence(); // pairs with the volatile store in announce()
        int count = waiters.size();
        for (int i = 0; i < count; i++) {
            unpark(i);
        }
    }

    private void unpark(int index) {
        Waiter waiter;
        try {
            waiter = waiters.get(index);
        } catch (IndexOutOfBoundsException gone) {
            return; // a connection was closed meanwhile
        }
        Thread thread = waiter.thread;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }
}
