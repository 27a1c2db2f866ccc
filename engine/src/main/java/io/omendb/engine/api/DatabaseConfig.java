package io.omendb.engine.api;

import io.omendb.engine.storage.Clock;
import io.omendb.engine.storage.FileStorage;
import io.omendb.engine.storage.Storage;
import io.omendb.engine.storage.StorageException;
import io.omendb.engine.wal.WalConfig;
import io.omendb.engine.wal.WalProgress;
import io.omendb.pipeline.IdleStrategies;
import io.omendb.pipeline.WakeableIdle;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What a database is opened with. Everything bounded is sized here, at start.
 *
 * @param storage the directory, through the seam that the simulation replaces; closed with the
 *     database
 * @param clock time
 * @param random where a new database's identity comes from; used when it is opened, by its opener
 * @param threading who runs the agents
 * @param idle makes the idle strategy of each thread of the engine, but that of the log files,
 *     which has timers
 * @param memoryBytes at most so much for rows, indexes, versions and buffers
 * @param workMemBytes at most so much for one sort, hash table or result of a query
 * @param sessionsMax sessions open at once
 * @param queryWorkers threads that run the longer reads of sessions that must not block
 * @param wal sizes of the log
 * @param recoveryProgress hears how far recovery is
 * @param serverVersion what {@code SHOW server_version} answers
 */
public record DatabaseConfig(
        Storage storage,
        Clock clock,
        RandomGenerator random,
        Threading threading,
        Supplier<WakeableIdle> idle,
        long memoryBytes,
        long workMemBytes,
        int sessionsMax,
        int queryWorkers,
        WalConfig wal,
        WalProgress recoveryProgress,
        String serverVersion) {
    /** Who runs the agents of the engine. */
    public enum Threading {
        /** A thread per agent. */
        THREADS,
        /** The caller steps them by {@link Database#step()}: simulation and tests on one thread. */
        STEPPED
    }

    /** The version of PostgreSQL whose behaviour is the specification. */
    public static final String SERVER_VERSION_DEFAULT = "18.1";

    private static final long MIB = 1 << 20;

    /** For many small databases: 1 MiB files. */
    private static final WalConfig WAL_SMALL =
            new WalConfig(MIB, 1 << 18, 1 << 16, 1 << 13, MIB, 1 << 16);

    private static final int SESSIONS_LIMIT = 1 << 16;

    public DatabaseConfig {
        require(memoryBytes >= 8 * MIB, "memoryBytes must be 8 MiB or more");
        require(workMemBytes >= MIB / 16, "workMemBytes must be 64 KiB or more");
        require(
                sessionsMax >= 1 && sessionsMax <= SESSIONS_LIMIT,
                "sessionsMax must be 1 to " + SESSIONS_LIMIT);
        require(queryWorkers >= 1, "queryWorkers must be 1 or more");
        require(!serverVersion.isBlank(), "serverVersion must not be blank");
    }

    /**
     * The defaults, for a directory that is made if it is not there.
     *
     * @throws DatabaseOpenException if it cannot be made
     */
    public static DatabaseConfig at(Path directory) {
        return new DatabaseConfig(
                directoryStorage(directory),
                Clock.system(),
                new SecureRandom(),
                Threading.THREADS,
                IdleStrategies::backoff,
                Long.MAX_VALUE,
                workMemDefault(),
                1_000,
                Math.max(1, Runtime.getRuntime().availableProcessors()),
                WalConfig.standard(),
                (read, max) -> {},
                SERVER_VERSION_DEFAULT);
    }

    /** Sorts and hash tables lie on the heap: of a small one each may have an eighth. */
    private static long workMemDefault() {
        return Math.clamp(Runtime.getRuntime().maxMemory() / 8, MIB, 64 * MIB);
    }

    private static Storage directoryStorage(Path directory) {
        try {
            return new FileStorage(directory);
        } catch (StorageException e) {
            throw DatabaseOpenException.because(e);
        }
    }

    /**
     * The defaults over another storage and clock, stepped by the caller. What is random depends on
     * the clock only, so that the same steps leave the same bytes.
     */
    public static DatabaseConfig stepped(Storage storage, Clock clock) {
        return new DatabaseConfig(
                storage,
                clock,
                new SplittableRandom(clock.epochMicros()),
                Threading.STEPPED,
                IdleStrategies::backoff,
                Long.MAX_VALUE,
                64 * MIB,
                64,
                1,
                WAL_SMALL,
                (read, max) -> {},
                SERVER_VERSION_DEFAULT);
    }

    public DatabaseConfig withSessionsMax(int count) {
        return new DatabaseConfig(
                storage,
                clock,
                random,
                threading,
                idle,
                memoryBytes,
                workMemBytes,
                count,
                queryWorkers,
                wal,
                recoveryProgress,
                serverVersion);
    }

    public DatabaseConfig withWal(WalConfig sizes) {
        return new DatabaseConfig(
                storage,
                clock,
                random,
                threading,
                idle,
                memoryBytes,
                workMemBytes,
                sessionsMax,
                queryWorkers,
                sizes,
                recoveryProgress,
                serverVersion);
    }

    public DatabaseConfig withRecoveryProgress(WalProgress progress) {
        return new DatabaseConfig(
                storage,
                clock,
                random,
                threading,
                idle,
                memoryBytes,
                workMemBytes,
                sessionsMax,
                queryWorkers,
                wal,
                progress,
                serverVersion);
    }

    public DatabaseConfig withServerVersion(String version) {
        return new DatabaseConfig(
                storage,
                clock,
                random,
                threading,
                idle,
                memoryBytes,
                workMemBytes,
                sessionsMax,
                queryWorkers,
                wal,
                recoveryProgress,
                version);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
