package io.omendb.jmh;

import io.omendb.engine.api.PreparedStatement;
import io.omendb.engine.api.Rows;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Claim: analytics run over the live rows, vector by vector, at a few nanoseconds a row, and take
 * nothing from the heap per row. Beside it in the same run: a loop by hand over arrays of the same
 * values, which knows no transaction, no null and no type.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AggregateScanBenchmark {
    private static final int ROWS = 1_000_000;
    private static final int SENSORS = 1_000;
    private static final double LEAST = MetricsDatabase.value(ROWS / 2);

    @Param({"SUM", "FILTERED_SUM", "GROUP_BY"})
    private Question question;

    private MetricsDatabase metrics;
    private PreparedStatement query;
    private double[] values;
    private int[] sensors;
    private double[] sums;
    private long[] counts;

    /** What is asked. */
    public enum Question {
        SUM("SELECT sum(value) FROM metrics"),
        FILTERED_SUM("SELECT sum(value) FROM metrics WHERE value >= " + LEAST),
        GROUP_BY("SELECT sum(value), count(*) FROM metrics GROUP BY sensor");

        private final String sql;

        Question(String sql) {
            this.sql = sql;
        }
    }

    @Setup
    public void fill() {
        metrics = MetricsDatabase.open(ROWS);
        query = metrics.connection().prepare(question.sql);
        values = new double[ROWS];
        sensors = new int[ROWS];
        for (int row = 0; row < ROWS; row++) {
            values[row] = MetricsDatabase.value(row);
            sensors[row] = MetricsDatabase.sensor(row);
        }
        sums = new double[SENSORS];
        counts = new long[SENSORS];
    }

    @TearDown
    public void giveBack() {
        metrics.close();
    }

    /** Per row of the table. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public double query() {
        double sum = 0;
        try (Rows rows = query.query()) {
            while (rows.next()) {
                sum += rows.getDouble(0);
            }
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public double floorLoop() {
        return switch (question) {
            case SUM -> sum();
            case FILTERED_SUM -> filteredSum();
            case GROUP_BY -> groups();
        };
    }

    private double sum() {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    private double filteredSum() {
        double sum = 0;
        for (double value : values) {
            if (value >= LEAST) {
                sum += value;
            }
        }
        return sum;
    }

    private double groups() {
        for (int row = 0; row < ROWS; row++) {
            sums[sensors[row]] += values[row];
            counts[sensors[row]]++;
        }
        return sums[0] + counts[0];
    }
}
