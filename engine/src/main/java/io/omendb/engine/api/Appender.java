package io.omendb.engine.api;

import io.omendb.engine.exec.CopyLoad;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;
import org.jspecify.annotations.Nullable;

/**
 * Rows handed in one by one and inserted in batches: the fast way into a table for a program in the
 * same process. It is one statement, COPY FROM with values in place of lines: columns that are not
 * named take their defaults, constraints hold, and either all rows are inserted or none. While a
 * batch is filled, the writer inserts the one before.
 *
 * <p>Columns are numbered from 1, in the order in which they were named; what is not set in a row
 * is null there. Used by one thread, and ended by the connection's next statement. After an error
 * the rows are gone and the appender can only be closed.
 */
public final class Appender implements AutoCloseable {
    private final Connection connection;
    private final CopyInExecution execution;
    private final SqlType[] types;
    private @Nullable CopyLoad load;
    private Batch fields;

    private Appender(Connection connection, CopyInExecution execution, CopyLoad load) {
        this.connection = connection;
        this.execution = execution;
        this.types = execution.fieldTypes().toArray(new SqlType[0]);
        this.load = load;
        this.fields = load.fields();
        beginRow();
    }

    /** Begins; the caller has the connection's turn. */
    static Appender open(Connection connection, CopyInExecution execution) {
        Progress progress = connection.advance(execution, DiscardedRows.INSTANCE, Long.MAX_VALUE);
        assert progress == Progress.COPY_IN;
        return new Appender(connection, execution, execution.rowsToFill());
    }

    /** A value of an integer, boolean (0 or 1), date or timestamp type, as the engine holds it. */
    public Appender setLong(int column, long value) {
        HostValues.set(vector(column), fields.count, type(column), value, connection.format());
        return this;
    }

    /** A value of a floating-point type. */
    public Appender setDouble(int column, double value) {
        HostValues.set(vector(column), fields.count, type(column), value, connection.format());
        return this;
    }

    /** A value of any type, in its text form. */
    public Appender setText(int column, String value) {
        HostValues.set(vector(column), fields.count, type(column), value, connection.format());
        return this;
    }

    /** A value of a text or bytea type, as its bytes. */
    public Appender setBytes(int column, byte[] value) {
        HostValues.set(
                vector(column),
                fields.count,
                type(column),
                value,
                connection.format(),
                "column " + column);
        return this;
    }

    public Appender setNull(int column) {
        vector(column).setNull(fields.count);
        return this;
    }

    /**
     * The row is complete; the next one begins.
     *
     * @throws SqlException if a row before it cannot be inserted
     */
    public void append() {
        CopyLoad rows = open();
        rows.rowFilled();
        if (rows.isFull()) {
            connection.turn().lock();
            try {
                advance(Progress.COPY_IN);
            } finally {
                connection.turn().unlock();
            }
            fields = rows.fields();
        }
        beginRow();
    }

    private void beginRow() {
        for (Vector column : fields.columns) {
            column.setNull(fields.count);
        }
    }

    /**
     * Inserts what is left and ends the statement; durable when this returns, unless a transaction
     * block is open. A row that was begun and not {@link #append}ed is not there.
     *
     * @return the number of rows
     */
    public long finish() {
        connection.turn().lock();
        try {
            open();
            execution.copyDone();
            advance(Progress.DONE);
            long count = execution.rowCount();
            end();
            connection.awaitDurable();
            return count;
        } finally {
            connection.turn().unlock();
        }
    }

    private void advance(Progress expected) {
        open();
        Progress progress;
        try {
            progress = connection.advance(execution, DiscardedRows.INSTANCE, Long.MAX_VALUE);
        } catch (SqlException e) {
            end();
            throw e;
        }
        assert progress == expected : progress;
    }

    /** Without {@link #finish} before: takes all rows back. */
    @Override
    public void close() {
        connection.turn().lock();
        try {
            abandon();
        } finally {
            connection.turn().unlock();
        }
    }

    /** As {@link #close}, by who has the connection's turn. */
    void abandon() {
        if (load == null) {
            return;
        }
        try {
            execution.copyFail("it was not finished");
            connection.advance(execution, DiscardedRows.INSTANCE, Long.MAX_VALUE);
        } catch (SqlException e) {
            if (e.state() != SqlState.QUERY_CANCELED) {
                throw e;
            }
        } finally {
            end();
        }
    }

    private void end() {
        load = null;
        execution.close();
        connection.appenderEnded();
    }

    private CopyLoad open() {
        CopyLoad rows = load;
        if (rows == null) {
            throw SqlException.of(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "the appender has ended");
        }
        return rows;
    }

    private Vector vector(int column) {
        open();
        if (column < 1 || column > types.length) {
            throw SqlException.of(SqlState.UNDEFINED_COLUMN, "there is no column " + column);
        }
        return fields.columns[column - 1];
    }

    private SqlType type(int column) {
        return types[column - 1];
    }
}
