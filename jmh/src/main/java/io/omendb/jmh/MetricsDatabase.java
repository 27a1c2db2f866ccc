package io.omendb.jmh;

import io.omendb.engine.api.Appender;
import io.omendb.engine.api.Connection;
import io.omendb.engine.api.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A database as an embedder opens it, on disk, in a directory that goes away with it; in it the
 * table {@code metrics}, whose keys are random 64-bit numbers.
 */
final class MetricsDatabase implements AutoCloseable {
    private static final int SENSORS = 1_000;

    private final Path directory;
    private final Database database;
    private final Connection connection;
    private final long[] keys;

    private MetricsDatabase(Path directory, int rows) {
        this.directory = directory;
        this.database = Database.open(directory);
        this.connection = database.connect();
        this.keys = new SplittableRandom(Seed.VALUE).longs(rows).toArray();
    }

    /** Opens it with so many rows. */
    static MetricsDatabase open(int rows) {
        try {
            MetricsDatabase opened =
                    new MetricsDatabase(Files.createTempDirectory("omendb-jmh-"), rows);
            opened.fill();
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fill() {
        connection.execute(
                "CREATE TABLE metrics (id bigint PRIMARY KEY, value double precision, sensor int)");
        try (Appender appender = connection.appender("metrics")) {
            for (int row = 0; row < keys.length; row++) {
                appender.setLong(1, keys[row])
                        .setDouble(2, value(row))
                        .setLong(3, sensor(row))
                        .append();
            }
            appender.finish();
        }
    }

    Database database() {
        return database;
    }

    /** Its own; closed with it. */
    Connection connection() {
        return connection;
    }

    /** The keys of its rows, in the order in which they were inserted. */
    long[] keys() {
        return keys;
    }

    static double value(int row) {
        return row * 0.5;
    }

    static int sensor(int row) {
        return row % SENSORS;
    }

    @Override
    public void close() {
        connection.close();
        database.close();
        List<Path> all;
        try {
            try (Stream<Path> files = Files.walk(directory)) {
                all = files.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : all) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " is left behind", e);
        }
    }
}
