package io.omendb.server;

import io.omendb.engine.api.Database;
import io.omendb.engine.api.DatabaseConfig;
import io.omendb.engine.api.DatabaseOpenException;
import io.omendb.engine.api.RecoveryReport;
import io.omendb.pgwire.session.Backend;
import io.omendb.pipeline.FailureListener;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the engine on the directory that is to be served, and says what it found there. */
final class EngineOpener implements BackendOpener {
    private static final Logger LOGGER = LoggerFactory.getLogger(EngineOpener.class);
    private static final long MIB = 1 << 20;

    /** A shorter log is read before anyone asks how far it is. */
    private static final long PROGRESS_BYTES_MIN = 256 * MIB;

    private List<String> report = List.of();

    @Override
    public List<String> report() {
        return report;
    }

    @Override
    public Backend open(ServerConfig config, FailureListener failures) throws StartException {
        DatabaseConfig engine;
        Database database;
        try {
            engine =
                    DatabaseConfig.at(config.dataDirectory())
                            .withSessionsMax(config.connectionsMax())
                            .withServerVersion(config.serverVersion())
                            .withRecoveryProgress(EngineOpener::progress);
            database = Database.open(engine);
        } catch (OutOfMemoryError e) {
            throw new StartException(
                    ExitStatus.FAILED, "not enough memory to start: " + e.getMessage(), e);
        } catch (DatabaseOpenException e) {
            throw new StartException(status(e), config.dataDirectory() + ": " + e.getMessage(), e);
        }
        report = List.of(Database.describeMemory(), describe(database.recovery()));
        database.onFailure(failure -> failures.onFailure("engine", failure));
        return new EngineBackend(database);
    }

    private static ExitStatus status(DatabaseOpenException e) {
        return switch (e.reason()) {
            case LOCKED -> ExitStatus.DIRECTORY_IN_USE;
            case NEWER_FORMAT -> ExitStatus.FORMAT_NEWER;
            case DAMAGED, DISK_FULL, UNUSABLE -> ExitStatus.DIRECTORY_UNUSABLE;
            case OUT_OF_MEMORY -> ExitStatus.FAILED;
        };
    }

    private static void progress(long bytesRead, long bytesMax) {
        if (bytesMax < PROGRESS_BYTES_MIN) {
            return;
        }
        LOGGER.info(
                "recovering: {} of at most {} MiB of log read", bytesRead / MIB, bytesMax / MIB);
    }

    private static String describe(RecoveryReport recovery) {
        if (recovery.isNew()) {
            return "made a new database";
        }
        return String.format(
                Locale.ROOT,
                "recovered %d transactions with %d changes in %d ms, log ends at %X",
                recovery.transactionCount(),
                recovery.recordCount(),
                TimeUnit.NANOSECONDS.toMillis(recovery.durationNs()),
                recovery.endLsn());
    }
}
