package io.omendb.engine.api;

import io.omendb.engine.txn.Writer;
import io.omendb.engine.wal.Wal;
import io.omendb.engine.wal.WalWakes;
import io.omendb.pipeline.AgentThread;
import io.omendb.pipeline.IdleStrategies;
import io.omendb.pipeline.WakeableIdle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.agrona.concurrent.Agent;
import org.jspecify.annotations.Nullable;

/**
 * Who runs the engine's agents: a thread for the writer, one for the log's flusher, one for the
 * log's files; or whoever calls {@link #step}. A failure of one ends the engine: what it owned can
 * no longer be trusted.
 */
public final class EngineThreads {
    /**
     * A thread of the engine.
     *
     * @param name the role
     * @param threadId as {@link Thread#threadId()}
     */
    public record ThreadInfo(String name, long threadId) {}

    static final String WRITER = "omendb-writer";
    static final String FLUSHER = "omendb-flusher";
    static final String LOG_FILES = "omendb-log-files";

    private static final long CLOSE_PARK_NS = 100_000;

    private final boolean stepped;
    private final WakeableIdle writerIdle;
    private final WakeableIdle flusherIdle;
    private final WakeableIdle filesIdle;
    private final WalWakes wakes;
    private final List<AgentThread> running = new ArrayList<>();
    private final List<ThreadInfo> infos = new ArrayList<>();
    private final @Nullable QueryWorkers queryWorkers;
    private final WakeableIdle[] workerIdles;
    private volatile Runnable wakeWaiting = () -> {};
    private Agent[] agents = {};
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Consumer<Throwable> listener;

    EngineThreads(DatabaseConfig config) {
        this.stepped = config.threading() == DatabaseConfig.Threading.STEPPED;
        this.writerIdle = config.idle().get();
        this.flusherIdle = config.idle().get();
        this.filesIdle = IdleStrategies.ticking();
        this.wakes = stepped ? WalWakes.NONE : new WalWakes(writerIdle, flusherIdle, filesIdle);
        this.workerIdles = new WakeableIdle[stepped ? 0 : config.queryWorkers()];
        for (int i = 0; i < workerIdles.length; i++) {
            workerIdles[i] = config.idle().get();
        }
        this.queryWorkers = stepped ? null : new QueryWorkers(config.sessionsMax(), workerIdles);
    }

    /**
     * The query workers, or null where agents are stepped: there all reads are done by who asks for
     * them.
     */
    @Nullable QueryWorkers queryWorkers() {
        return queryWorkers;
    }

    WalWakes wakes() {
        return wakes;
    }

    @Nullable Throwable failure() {
        return failure;
    }

    void onFailure(Consumer<Throwable> newListener) {
        listener = newListener;
    }

    List<ThreadInfo> list() {
        return List.copyOf(infos);
    }

    /**
     * @param onFailureWake called after the first failure, to wake who waits
     */
    void start(Writer writer, Wal wal, StatementTimer timer, Runnable onFailureWake) {
        this.wakeWaiting = onFailureWake;
        Agent[] files = wal.fileAgents();
        if (stepped) {
            agents = new Agent[] {writer, wal.flusher(), files[0], files[1], timer};
            return;
        }
        run(WRITER, writerIdle, writer);
        run(FLUSHER, flusherIdle, wal.flusher());
        run(LOG_FILES, filesIdle, files[0], files[1], timer);
        QueryWorkers workers = queryWorkers;
        for (int i = 0; workers != null && i < workerIdles.length; i++) {
            run("omendb-query-" + (i + 1), workerIdles[i], workers.worker());
        }
    }

    private void run(String name, WakeableIdle idle, Agent... roles) {
        AgentThread thread = new AgentThread(name, idle, this::failed, roles);
        running.add(thread);
        infos.add(new ThreadInfo(name, thread.threadId()));
        thread.start();
    }

    private void failed(String role, Throwable cause) {
        if (failure == null) {
            failure = cause;
            wakeWaiting.run();
            Consumer<Throwable> hears = listener;
            if (hears != null) {
                hears.accept(cause);
            }
        }
    }

    int step() {
        Throwable earlier = failure;
        if (earlier != null) {
            throw new IllegalStateException("the engine has stopped", earlier);
        }
        int work = 0;
        for (Agent agent : agents) {
            work += step(agent);
        }
        return work;
    }

    /** A failure ends the engine here as it does on threads: no agent runs after it. */
    private int step(Agent agent) {
        try {
            return agent.doWork();
        } catch (Exception e) {
            failed(agent.roleName(), e);
            throw new IllegalStateException("agent " + agent.roleName() + " failed", e);
        } catch (Error e) {
            failed(agent.roleName(), e);
            throw e;
        }
    }

    /**
     * Stops the agents when the sessions have ended and everything appended is durable, or at once
     * if one has failed.
     */
    void stopWhen(BooleanSupplier sessionsEnded, Wal wal) {
        while (failure == null && !(sessionsEnded.getAsBoolean() && isFlushed(wal))) {
            if (stepped) {
                step();
            } else {
                LockSupport.parkNanos(this, CLOSE_PARK_NS);
            }
        }
        if (running.isEmpty()) {
            return;
        }
        running.getFirst()
                .close(); // the writer: what its last round appended is flushed before the others
        // end
        while (failure == null && !isFlushed(wal)) {
            LockSupport.parkNanos(this, CLOSE_PARK_NS);
        }
        running.forEach(AgentThread::close);
    }

    private static boolean isFlushed(Wal wal) {
        return wal.durableLsn().valueAcquire() >= wal.appendedLsn().valueAcquire();
    }
}
