package io.omendb.engine.api;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.Lane;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeCodec;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The rows of a connection's running query: holds on to one batch of the execution at a time. */
final class RowCursor implements Rows, RowSink {
    private final Connection connection;
    private @Nullable Execution execution;
    private @Nullable PreparedPlan plan;
    private @Nullable Batch batch;
    private int row;
    private int end;
    private boolean done;

    RowCursor(Connection connection) {
        this.connection = connection;
    }

    void begin(Execution running, PreparedPlan ofPlan) {
        execution = running;
        plan = ofPlan;
        batch = null;
        row = -1;
        end = 0;
        done = false;
    }

    void end() {
        Execution running = execution;
        if (running != null) {
            execution = null;
            batch = null;
            running.close();
        }
    }

    @Override
    public boolean next() {
        connection.turn().lock();
        try {
            if (++row < end) {
                return true;
            }
            return fetch();
        } finally {
            connection.turn().unlock();
        }
    }

    private boolean fetch() {
        Execution running = execution;
        PreparedPlan ofPlan = plan;
        if (running == null || ofPlan == null) {
            throw SqlException.of(
                    SqlState.INVALID_CURSOR_STATE, "the rows have ended with a later statement");
        }
        batch = null;
        while (!done) {
            Progress progress = connection.advance(running, this, Long.MAX_VALUE);
            Connection.requireNoCopy(ofPlan);
            done = progress == Progress.DONE;
            if (batch != null) {
                connection.awaitDurable();
                return true;
            }
        }
        connection.awaitDurable();
        return false;
    }

    @Override
    public int accept(Batch rows, int first, int count) {
        if (batch != null) {
            return 0;
        }
        batch = rows;
        row = first;
        end = first + count;
        return count;
    }

    @Override
    public void copyOut(byte[] bytes, int offset, int length) {
        throw new IllegalStateException("COPY is not read as rows");
    }

    @Override
    public boolean isFull() {
        return batch != null;
    }

    @Override
    public boolean isNull(int column) {
        return vector(column).isNull(row);
    }

    @Override
    public long getLong(int column) {
        return vector(column, Lane.LONG).longs[row];
    }

    @Override
    public double getDouble(int column) {
        return vector(column, Lane.DOUBLE).doubles[row];
    }

    @Override
    public @Nullable String getText(int column) {
        Vector vector = vector(column);
        PreparedPlan ofPlan = plan;
        assert ofPlan != null;
        if (vector.isNull(row)) {
            return null;
        }
        SqlType type = ofPlan.columns().get(column).type();
        return TypeCodec.of(type.kind()).text(vector, row, type, connection.format());
    }

    @Override
    public byte[] getBytes(int column) {
        Vector vector = vector(column, Lane.BYTES);
        int start = vector.starts[row];
        return Arrays.copyOfRange(vector.bytes, start, start + vector.lengths[row]);
    }

    private Vector vector(int column, Lane lane) {
        Vector vector = vector(column);
        if (vector.lane != lane) {
            throw SqlException.of(
                    SqlState.DATATYPE_MISMATCH,
                    "column " + column + " is held as " + vector.lane + ", not " + lane);
        }
        return vector;
    }

    private Vector vector(int column) {
        Batch rows = batch;
        if (rows == null || row < 0 || row >= end) {
            throw SqlException.of(SqlState.INVALID_CURSOR_STATE, "there is no current row");
        }
        return rows.columns[column];
    }

    @Override
    public void close() {
        connection.turn().lock();
        try {
            end();
        } finally {
            connection.turn().unlock();
        }
    }
}
