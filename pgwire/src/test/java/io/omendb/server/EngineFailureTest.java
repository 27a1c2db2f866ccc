package io.omendb.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.engine.api.Database;
import io.omendb.engine.api.DatabaseConfig;
import io.omendb.engine.storage.FaultPlan;
import io.omendb.engine.storage.FaultyStorage;
import io.omendb.engine.storage.FileStorage;
import io.omendb.pgwire.session.Backend;
import io.omendb.pipeline.FailureListener;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of the server when its log cannot be written, whatever its clients are about. */
@Timeout(60)
final class EngineFailureTest {
    private static final int END_SECONDS_MAX = 10;
    private static final int ROUND_TRIPS = 300;

    @TempDir private Path directory;

    private final FaultPlan faults = new FaultPlan();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select count(*) from generate_series(1, 9000000000000000000)",
                "select count(*) from generate_series(1, 300) a, generate_series(1, 300) b,"
                        + " generate_series(1, 300) c, generate_series(1, 300) d,"
                        + " generate_series(1, 300) e",
                "select count(*) from many a, many b, many c, many d, many e",
                "select * from many a, many b, many c, many d where a.id + b.id + c.id + d.id < 0",
                "select sum(a.id) from many a join many b on a.id <> b.id join many c on"
                        + " b.id <> c.id join many d on c.id <> d.id",
                "insert into many select g from generate_series(10000, 9000000000000000000) g"
                        + " where g < 0",
                "update many set id = id where id in (select a.id from many a, many b, many c,"
                        + " many d where a.id + b.id + c.id + d.id < 0)",
                "copy (select * from many a, many b, many c where a.id + b.id + c.id < 0) to stdout"
            })
    void shouldEndWhenForceFailsDuringEndlessStatement(String endless) throws Exception {
        try (RunningServer server = new RunningServer(directory, this::open);
                Connection setting = server.connect();
                Statement make = setting.createStatement()) {
            make.execute("create table many (id bigint primary key)");
            make.execute("insert into many select g from generate_series(1, 2000) g");
            make.execute("create table t (id bigint primary key)");
            FutureTask<SQLException> running =
                    new FutureTask<>(() -> {
                        try (Connection connection = server.connect();
                                Statement statement = connection.createStatement()) {
                            return assertThrows(
                                    SQLException.class, () -> statement.execute(endless));
                        }
                    });
            Thread.ofPlatform().start(running);
            awaitStarted(make, running);
            faults.failForce(faults.forceCount() + 1);
            SQLException refused =
                    assertThrows(
                            SQLException.class, () -> make.execute("insert into t values (1)"));
            requireStopState(refused);
            requireStopState(running.get(END_SECONDS_MAX, TimeUnit.SECONDS));
            assertEquals(
                    ExitStatus.FAILED.code(), server.awaitEnd(END_SECONDS_MAX, TimeUnit.SECONDS));
        }
    }

    /**
     * Until the other session is there; and then as many round trips again as let the server take
     * its statement up.
     */
    private static void awaitStarted(Statement statement, FutureTask<SQLException> running)
            throws Exception {
        int trips = 0;
        while (trips < ROUND_TRIPS) {
            if (running.isDone()) {
                throw new AssertionError("the statement has an end", running.get());
            }
            try (ResultSet rows = statement.executeQuery("select count(*) from pg_stat_activity")) {
                assertTrue(rows.next());
                trips += rows.getInt(1) > 1 ? 1 : 0;
            }
        }
    }

    private static void requireStopState(SQLException failure) {
        String state = failure.getSQLState();
        assertTrue(
                state.equals("58030") || state.equals("57P02") || state.equals("57P01"),
                state + ": " + failure.getMessage());
    }

    private Backend open(ServerConfig config, FailureListener failures) {
        DatabaseConfig files = DatabaseConfig.at(config.dataDirectory());
        Database database =
                Database.open(
                        new DatabaseConfig(
                                new FaultyStorage(new FileStorage(directory), faults, 1),
                                files.clock(),
                                files.random(),
                                files.threading(),
                                files.idle(),
                                files.memoryBytes(),
                                files.workMemBytes(),
                                files.sessionsMax(),
                                files.queryWorkers(),
                                files.wal(),
                                files.recoveryProgress(),
                                files.serverVersion()));
        database.onFailure(failure -> failures.onFailure("engine", failure));
        return new EngineBackend(database);
    }
}
