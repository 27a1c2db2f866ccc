package io.omendb.server;

import io.omendb.engine.api.Database;
import io.omendb.engine.api.DatabaseConfig;
import io.omendb.engine.api.DatabaseOpenException;
import io.omendb.engine.api.RecoveryReport;
import io.omendb.pgwire.session.Backend;
import io.omendb.pipeline.FailureListener;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the engine on the directory that is to be served, and says what it found there. */
final class EngineOpener implements BackendOpener {
    private static final Logger LOGGER = LoggerFactory.getLogger(EngineOpener.class);
    private static final long MIB = 1 << 20;

    @Override
    public Backend open(ServerConfig config, FailureListener failures) throws StartException {
        LOGGER.info("opening {}; {}", config.dataDirectory(), Database.describeMemory());
        DatabaseConfig engine;
        Database database;
        try {
            engine =
                    DatabaseConfig.at(config.dataDirectory())
                            .withSessionsMax(config.connectionsMax())
                            .withServerVersion(config.serverVersion())
                            .withRecoveryProgress(EngineOpener::progress);
            database = Database.open(engine);
        } catch (DatabaseOpenException e) {
            throw new StartException(status(e), config.dataDirectory() + ": " + e.getMessage(), e);
        }
        report(database.recovery());
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
        LOGGER.info("recovering: {} of at most {} MiB of log read", bytesRead / MIB, bytesMax / MIB);
    }

    private static void report(RecoveryReport recovery) {
        if (recovery.isNew()) {
            LOGGER.info("made a new database");
        } else {
            LOGGER.info(
                    "recovered {} transactions with {} changes in {} ms, log ends at {}",
                    recovery.transactionCount(),
                    recovery.recordCount(),
                    TimeUnit.NANOSECONDS.toMillis(recovery.durationNs()),
                    String.format(Locale.ROOT, "%X", recovery.endLsn()));
        }
    }
}
