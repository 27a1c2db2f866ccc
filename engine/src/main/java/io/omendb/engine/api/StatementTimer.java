package io.omendb.engine.api;

import io.omendb.engine.storage.Clock;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.Agent;

/**
 * Thread: log files. Cancels statements that have run for longer than their session's statement_timeout; a parked one
 * too, which nobody else looks at. That thread has time; the timer is as punctual as its rounds are.
 */
final class StatementTimer implements Agent {
    private final Set<Session> sessions;
    private final Clock clock;
    private final AtomicInteger users = new AtomicInteger();

    /** @param sessions all that are open; may change at any time */
    StatementTimer(Set<Session> sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /** A session has got a statement_timeout. Thread: any. */
    void used() {
        users.incrementAndGet();
    }

    /** A session has one no more. Thread: any. */
    void unused() {
        users.decrementAndGet();
    }

    @Override
    public String roleName() {
        return "statement timer";
    }

    @Override
    public int doWork() {
        if (users.get() == 0) {
            return 0;
        }
        long now = clock.nanoTime();
        int cancelled = 0;
        for (Session session : sessions) {
            if (session.deadline().expire(now)) {
                cancelled++;
            }
        }
        return cancelled;
    }
}
