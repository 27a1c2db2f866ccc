package io.omendb.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * A thread that runs one or several agents in turn, round by round. It differs from Agrona's
 * AgentRunner where that reports a failure and goes on: here a Throwable that leaves an agent is
 * the thread's last, because what the agent owned can no longer be trusted. And it is stopped by a
 * flag, never by an interrupt, which would close any FileChannel that the thread is in.
 *
 * <p>The agents know nothing of this: a simulation calls their {@code doWork()} itself.
 */
public final class AgentThread implements AutoCloseable, WakeHook {
    private static final VarHandle STOPPING;

    static {
        try {
            STOPPING =
                    MethodHandles.lookup()
                            .findVarHandle(AgentThread.class, "stopping", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final WakeableIdle idle;
    private final FailureListener failures;
    private final Agent[] agents;
    private final Worker thread;

    private boolean stopping;

    /**
     * @param name the thread's name
     * @param idle what it does without work, this thread's own; producers hold it as their {@link
     *     WakeHook}
     * @param failures hears of the first failure
     * @param agents run in this order, closed in the opposite one
     */
    public AgentThread(String name, WakeableIdle idle, FailureListener failures, Agent... agents) {
        if (agents.length == 0) {
            throw new IllegalArgumentException("no agent for thread " + name);
        }
        this.idle = idle;
        this.failures = failures;
        this.agents = agents.clone();
        this.thread = new Worker(name);
    }

    /** Starts the thread, once. */
    public AgentThread start() {
        thread.start();
        return this;
    }

    /** Asks the thread to end after the round that it is in. Any thread; returns at once. */
    public void stop() {
        STOPPING.setVolatile(this, true);
        idle.wake();
    }

    /**
     * Waits until the thread has ended and its agents are closed, or the time is over; true if it
     * has ended.
     */
    public boolean awaitStopped(long timeout, TimeUnit unit) throws InterruptedException {
        return thread.join(Duration.ofNanos(unit.toNanos(timeout)));
    }

    /**
     * Stops the thread and waits for its end, however long the agents' last round takes; interrupts
     * are kept.
     */
    @Override
    public void close() {
        stop();
        if (thread.getState() == Thread.State.NEW || isOwner()) {
            return;
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void wake() {
        idle.wake();
    }

    /** Whether the caller is this thread: for assertions. */
    public boolean isOwner() {
        return Thread.currentThread() == thread;
    }

    /** The thread's id, for counters per thread. */
    public long threadId() {
        return thread.threadId();
    }

    private void runAgents() {
        Agent current = agents[0];
        int started = 0;
        try {
            while (started < agents.length) {
                current = agents[started++];
                current.onStart();
            }
            IdleStrategy pause = idle;
            while (!(boolean) STOPPING.getVolatile(this)) {
                int work = 0;
                for (int i = 0; i < agents.length; i++) {
                    current = agents[i];
                    work += current.doWork();
                }
                pause.idle(work);
            }
        } catch (Throwable failure) {
            failures.onFailure(current.roleName(), failure);
        } finally {
            closeAgents(started);
        }
    }

    /** A failure to close one agent does not keep the others open; the first is reported. */
    private void closeAgents(int started) {
        @Nullable Throwable first = null;
        String role = "";
        for (int i = started - 1; i >= 0; i--) {
            try {
                agents[i].onClose();
            } catch (Throwable failure) {
                if (first == null) {
                    first = failure;
                    role = agents[i].roleName();
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            failures.onFailure(role, first);
        }
    }

    /**
     * Deaf to interrupts: an interrupted thread in a FileChannel closes the file under everyone.
     */
    private final class Worker extends Thread {
        Worker(String name) {
            super(name);
            setDaemon(true);
        }

        @Override
        public void run() {
            runAgents();
        }

        @Override
        public void interrupt() {
            idle.wake();
        }
    }
}
