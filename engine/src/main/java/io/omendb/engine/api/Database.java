package io.omendb.engine.api;

import io.omendb.engine.catalog.Catalog;
import io.omendb.engine.catalog.MemoryUse;
import io.omendb.engine.catalog.SystemSnapshot;
import io.omendb.engine.recovery.LogReplay;
import io.omendb.engine.storage.Clock;
import io.omendb.engine.storage.StorageException;
import io.omendb.engine.storage.StorageLock;
import io.omendb.engine.table.RowStore;
import io.omendb.engine.txn.OperationSlot;
import io.omendb.engine.txn.RecoveredSchema;
import io.omendb.engine.txn.SchemaStore;
import io.omendb.engine.txn.SequenceLog;
import io.omendb.engine.txn.StructureTimer;
import io.omendb.engine.txn.Writer;
import io.omendb.engine.txn.WriterProxy;
import io.omendb.engine.txn.WriterSession;
import io.omendb.engine.wal.Wal;
import io.omendb.engine.wal.WalDamageException;
import io.omendb.engine.wal.WalRecovery;
import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.Epochs;
import io.omendb.offheap.MemoryExhaustedException;
import io.omendb.offheap.ProcessMemory;
import io.omendb.pipeline.RequestRing;
import io.omendb.pipeline.StepLog;
import io.omendb.pipeline.WakeQueue;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * An open database: one directory, its tables in memory, its log, and the agents that serve both.
 * Any number can be open in a process, each with its own memory and threads; the process' segment
 * is shared.
 *
 * <p>Thread-safe. {@link #close} ends it: what was committed is durable, sessions that are still
 * open are cancelled.
 */
public final class Database implements AutoCloseable {
    /** The engine's version. */
    public static final String VERSION = "0.1.0";

    /** The superuser, and the database, of a new directory. */
    static final String OWNER = "postgres";

    private static final String LOCK_NAME = "lock";

    /** Readers beside the sessions: checks and reports. */
    private static final int READERS_SPARE = 8;

    private final DatabaseConfig config;
    private final StorageLock lock;
    private final BlockAllocator memory;
    private final BlockAllocator logMemory;
    private final Epochs epochs;
    private final EngineSteps steps;
    private final RowStore rows;
    private final SchemaStore schemas;
    private final SequenceLog sequences = new SequenceLog();
    private final RecoveryReport recovery;
    private final Wal wal;
    private final WriterProxy writerProxy;
    private final EngineThreads threads;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final StatementTimer statementTimer;
    private final AtomicInteger lastSessionId = new AtomicInteger();
    private final AtomicInteger sessionCount = new AtomicInteger();
    private final DurableWaiters durableWaiters = new DurableWaiters();
    private boolean closed;

    private Database(
            DatabaseConfig config,
            StorageLock lock,
            BlockAllocator memory,
            BlockAllocator logMemory) {
        this.config = config;
        this.lock = lock;
        this.memory = memory;
        this.logMemory = logMemory;
        this.epochs = new Epochs(memory, config.sessionsMax() + READERS_SPARE);
        this.steps = new EngineSteps(config.clock());
        this.rows =
                new RowStore(
                        memory, epochs, this::durableLsnOrZero, new StructureTimer(steps.writer()));
        this.schemas = new SchemaStore(rows, Catalog.empty(new StoredStatistics(this)));
        this.threads = new EngineThreads(config);
        this.statementTimer = new StatementTimer(sessions, config.clock());
        long started = config.clock().nanoTime();
        RecoveredSchema recovered = new RecoveredSchema(schemas, sequences);
        LogReplay replay = new LogReplay(recovered);
        try (WalRecovery log = WalRecovery.open(config.storage(), config.wal(), logMemory)) {
            boolean isNew = log.databaseId() == null;
            long endLsn = log.replay(replay, config.recoveryProgress());
            recovered.rebuildIndexes();
            this.wal = log.resume(newId(config.random()), config.clock(), threads.wakes());
            this.recovery =
                    new RecoveryReport(
                            isNew,
                            replay.transactionCount(),
                            replay.recordCount(),
                            endLsn,
                            config.clock().nanoTime() - started);
        }
        int places = Math.max(2, Integer.highestOneBit(config.sessionsMax() * 2 - 1));
        RequestRing<OperationSlot> ring =
                new RequestRing<>(places, OperationSlot::new, threads.wakes().writer());
        WakeQueue<WriterSession> cancellations = new WakeQueue<>(places, threads.wakes().writer());
        this.writerProxy = new WriterProxy(ring, cancellations, memory, config.clock());
        Writer writer =
                new Writer(ring, cancellations, wal.writer(), schemas, sequences, steps.writer());
        steps.show(EngineThreads.FLUSHER, wal.flusherSteps());
        steps.show(EngineThreads.LOG_FILES, wal.fileSteps());
        wal.flusher().onDurable(durableWaiters);
        memory.handOver();
        wal.writer().handOver();
        threads.start(writer, wal, statementTimer, this::wakeAll);
    }

    /** The engine has failed: what waits for it need wait no longer. */
    private void wakeAll() {
        sessions.forEach(Session::wake);
    }

    /**
     * Opens a directory, made if it is not there, with the defaults.
     *
     * @throws DatabaseOpenException if it cannot be
     */
    public static Database open(Path directory) {
        return open(DatabaseConfig.at(directory));
    }

    /**
     * Opens a database. Recovers what the log holds before it returns.
     *
     * @throws DatabaseOpenException if it cannot be: nothing of it is held then, nothing that was
     *     durable is changed
     */
    public static Database open(DatabaseConfig config) {
        try {
            return openOrGiveBack(config);
        } catch (StorageException | WalDamageException | MemoryExhaustedException e) {
            throw DatabaseOpenException.because(e);
        }
    }

    private static Database openOrGiveBack(DatabaseConfig config) {
        StorageLock lock = null;
        BlockAllocator memory = BlockAllocator.exclusive(config.memoryBytes());
        BlockAllocator logMemory = BlockAllocator.shared(config.memoryBytes());
        boolean opened = false;
        try {
            lock = config.storage().lock(LOCK_NAME);
            Database database = new Database(config, lock, memory, logMemory);
            opened = true;
            return database;
        } finally {
            if (!opened) {
                memory.close();
                logMemory.close();
                if (lock != null) {
                    lock.close();
                }
                config.storage().close();
            }
        }
    }

    /**
     * Says in words what memory the process has for its databases: its size, and why it is less
     * than asked for.
     */
    public static String describeMemory() {
        return ProcessMemory.describe();
    }

    /** What recovery found when the database was opened. */
    public RecoveryReport recovery() {
        return recovery;
    }

    /**
     * Opens a session that never blocks.
     *
     * @param wakeup called when a waiting execution of the session can go on
     * @throws SqlException 3D000, 28000 if there is no such database or role; 53300 with too many
     *     sessions
     */
    public Session connect(SessionOptions options, Wakeup wakeup) {
        return connect(options, wakeup, threads.queryWorkers() != null);
    }

    /**
     * @param usesWorkers whether long reads go to the query workers, or are done by whoever
     *     advances them
     */
    Session connect(SessionOptions options, Wakeup wakeup, boolean usesWorkers) {
        requireOpen();
        if (!options.database().equals(OWNER)) {
            throw SqlException.of(
                    SqlState.INVALID_CATALOG_NAME,
                    "database \"" + options.database() + "\" does not exist");
        }
        if (!options.user().equals(OWNER)) {
            throw SqlException.of(
                    SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
                    "role \"" + options.user() + "\" does not exist");
        }
        if (sessionCount.incrementAndGet() > config.sessionsMax()) {
            sessionCount.decrementAndGet();
            throw SqlException.of(SqlState.TOO_MANY_CONNECTIONS, "sorry, too many clients already");
        }
        boolean connected = false;
        try {
            int id =
                    options.processId() == 0
                            ? lastSessionId.incrementAndGet()
                            : options.processId();
            Session session = new Session(this, id, options, wakeup, usesWorkers);
            sessions.add(session);
            connected = true;
            return session;
        } finally {
            if (!connected) {
                sessionCount.decrementAndGet();
            }
        }
    }

    /** Opens a connection for threads that may wait. */
    public Connection connect() {
        return new Connection(this);
    }

    /** All commits up to here survive a crash. Only grows. */
    public long durableLsn() {
        return wal.durableLsn().valueAcquire();
    }

    /**
     * Calls {@code hook} after each growth of {@link #durableLsn()}, on the flusher's thread. It
     * must not block.
     */
    public void onDurable(Runnable hook) {
        wal.flusher().onDurable(hook);
    }

    /**
     * Calls {@code listener} once, on the failing thread, when the engine ends because an agent
     * failed.
     */
    public void onFailure(Consumer<Throwable> listener) {
        threads.onFailure(listener);
    }

    /**
     * Shows the steps of a thread that serves sessions beside those of the engine's own, in the
     * system tables {@code omen_stat_steps} and {@code omen_stat_slow_steps}.
     *
     * @param thread its name
     * @param log timed by {@link Clock#nanoTime()} of the database's clock
     */
    public void showSteps(String thread, StepLog<?> log) {
        steps.show(thread, log);
    }

    /**
     * Gives each agent one round, if the caller runs them ({@link
     * DatabaseConfig.Threading#STEPPED}).
     */
    public int step() {
        return threads.step();
    }

    /**
     * Memory in use, in bytes: rows, indexes, versions, the log's buffers. A figure; any thread may
     * ask.
     */
    public long memoryUsedBytes() {
        return memory.usedBytes() + logMemory.usedBytes();
    }

    /** The threads of the engine, by name, for reports and for counters per thread. */
    public List<EngineThreads.ThreadInfo> threads() {
        return threads.list();
    }

    /**
     * Closes: sessions are cancelled and undone, everything committed is forced, all memory given
     * back.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        for (Session session : sessions) {
            session.close();
        }
        threads.stopWhen(() -> sessionCount.get() == 0, wal);
        memory.handOver();
        wal.writer().handOver();
        wal.close();
        rows.close();
        epochs.close();
        memory.close();
        logMemory.close();
        lock.close();
        config.storage().close();
    }

    // ---- what sessions use

    DatabaseConfig config() {
        return config;
    }

    Clock clock() {
        return config.clock();
    }

    Epochs epochs() {
        return epochs;
    }

    RowStore rows() {
        return rows;
    }

    SchemaStore schemas() {
        return schemas;
    }

    SequenceLog sequences() {
        return sequences;
    }

    WriterProxy writerProxy() {
        return writerProxy;
    }

    QueryWorkers queryWorkers() {
        QueryWorkers workers = threads.queryWorkers();
        if (workers == null) {
            throw new IllegalStateException("a stepped database has no query workers");
        }
        return workers;
    }

    StatementTimer statementTimer() {
        return statementTimer;
    }

    DurableWaiters durableWaiters() {
        return durableWaiters;
    }

    boolean isStepped() {
        return config.threading() == DatabaseConfig.Threading.STEPPED;
    }

    /** Whether an agent has failed: nothing is answered any more. */
    boolean hasFailed() {
        return threads.failure() != null;
    }

    /** 57P01 once the database is being closed, 58030 once an agent of it has failed. */
    void requireOpen() {
        Throwable failure = threads.failure();
        if (failure != null) {
            throw SqlException.of(
                    SqlState.IO_ERROR, "the database has stopped: " + failure.getMessage());
        }
        if (closed) {
            throw SqlException.of(SqlState.ADMIN_SHUTDOWN, "the database is closed");
        }
    }

    /** A session has ended and nothing of it is under way. */
    void retired(Session session) {
        sessions.remove(session);
        sessionCount.decrementAndGet();
    }

    /** The bytes of rows, indexes, versions and transactions; the log's buffers left out. */
    long storedBytes() {
        return memory.usedBytes();
    }

    /**
     * What memory is for beside tables and indexes. With what these take it sums up to all that the
     * database holds of the process' segment.
     *
     * @param relationBytes of all committed tables and indexes
     */
    List<MemoryUse> sharedMemory(long relationBytes) {
        return SharedMemory.uses(
                memory, logMemory, rows.slots(), epochs, writerProxy.undoBytes(), relationBytes);
    }

    /** What system tables show, seen by a session. */
    SystemSnapshot systemSnapshot(Session reader, Catalog catalog) {
        return SystemView.of(reader, catalog, List.copyOf(sessions), steps.snapshot());
    }

    /** A random identity as RFC 9562 lays it out (version 4). */
    private static UUID newId(RandomGenerator random) {
        long high = random.nextLong() & ~0xF000L | 0x4000L;
        long low = random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | Long.MIN_VALUE;
        return new UUID(high, low);
    }

    private long durableLsnOrZero() {
        Wal open = wal;
        return open == null ? 0 : open.durableLsn().valueAcquire();
    }
}
