package io.omendb.engine.api;

import io.omendb.engine.storage.Clock;
import java.util.concurrent.TimeUnit;

/**
 * Until when a session's statement may run. The session's thread begins and ends it, the timer's looks; the lock
 * between them lets no cancellation come after the statement for which it was meant. Without a timeout it is not
 * taken.
 */
final class StatementDeadline {
    private final StatementTimer timer;
    private final Clock clock;
    private final Runnable cancellation;
    private long timeoutNs;
    private boolean running;
    private long endNs;

    /** @param cancellation ends the statement that runs */
    StatementDeadline(StatementTimer timer, Clock clock, Runnable cancellation) {
        this.timer = timer;
        this.clock = clock;
        this.cancellation = cancellation;
    }

    /** statement_timeout has been set; 0 is none. It holds from the next statement on. */
    void timeout(long millis) {
        boolean before = timeoutNs > 0;
        timeoutNs = TimeUnit.MILLISECONDS.toNanos(millis);
        if (!before && timeoutNs > 0) {
            timer.used();
        } else if (before && timeoutNs == 0) {
            stop();
            timer.unused();
        }
    }

    /** A statement begins, or goes on after its client has asked for more. */
    void begin() {
        if (timeoutNs > 0) {
            long now = clock.nanoTime();
            synchronized (this) {
                running = true;
                endNs = now + timeoutNs;
            }
        }
    }

    /** The statement has ended, or waits for its client. */
    void end() {
        if (timeoutNs > 0) {
            stop();
        }
    }

    private synchronized void stop() {
        running = false;
    }

    /** Cancels the statement if its time is over. Thread: the timer's. */
    synchronized boolean expire(long now) {
        if (!running || now - endNs < 0) {
            return false;
        }
        running = false;
        cancellation.run();
        return true;
    }
}
