package io.omendb.engine.exec;

import io.omendb.sql.function.EvaluationContext;

/**
 * Counts the rows and the time of an operator for EXPLAIN ANALYZE; the time includes its
 * children's.
 */
final class TimedOperator extends Operator {
    private final Operator measured;
    private final EvaluationContext clock;
    private long microsToFirst;
    private long micros;
    private long rows;
    private boolean seen;

    TimedOperator(Operator measured, EvaluationContext clock) {
        super(measured.out);
        this.measured = measured;
        this.clock = clock;
    }

    void restart() {
        microsToFirst = 0;
        micros = 0;
        rows = 0;
        seen = false;
    }

    @Override
    void open() {
        long begin = clock.clockMicros();
        measured.open();
        micros += clock.clockMicros() - begin;
    }

    @Override
    int next() {
        long begin = clock.clockMicros();
        int count = measured.next();
        micros += clock.clockMicros() - begin;
        rows += count;
        if (!seen) {
            seen = true;
            microsToFirst = micros;
        }
        return count;
    }

    @Override
    void close() {
        measured.close();
    }

    boolean wasAsked() {
        return seen;
    }

    double millisToFirst() {
        return microsToFirst / 1000.0;
    }

    double millis() {
        return micros / 1000.0;
    }

    long rows() {
        return rows;
    }
}
