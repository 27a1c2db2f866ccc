package io.omendb.engine.api;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;

/**
 * A statement with parameters, run as often as wanted. Parameters are numbered from 1, as in the
 * text ($1), and keep their values from one run to the next. Used by one thread at a time.
 */
public final class PreparedStatement {
    private final Connection connection;
    private final PreparedPlan plan;
    private final Batch parameters;

    PreparedStatement(Connection connection, PreparedPlan plan) {
        this.connection = connection;
        this.plan = plan;
        this.parameters = plan.newParameters();
    }

    /** A value of an integer, boolean (0 or 1), date or timestamp type, as the engine holds it. */
    public PreparedStatement setLong(int parameter, long value) {
        HostValues.set(vector(parameter), 0, type(parameter), value, connection.format());
        return this;
    }

    /** A value of a floating-point type. */
    public PreparedStatement setDouble(int parameter, double value) {
        HostValues.set(vector(parameter), 0, type(parameter), value, connection.format());
        return this;
    }

    /**
     * A value of any type, in its text form.
     *
     * @throws SqlException if the text is no value of the parameter's type
     */
    public PreparedStatement setText(int parameter, String value) {
        HostValues.set(vector(parameter), 0, type(parameter), value, connection.format());
        return this;
    }

    /** A value of a text or bytea type, as its bytes. */
    public PreparedStatement setBytes(int parameter, byte[] value) {
        String place = "parameter $" + parameter;
        Vector vector = vector(parameter);
        HostValues.set(vector, 0, type(parameter), value, connection.format(), place);
        return this;
    }

    public PreparedStatement setNull(int parameter) {
        vector(parameter).setNull(0);
        return this;
    }

    /**
     * Runs the statement to its end; durable when this returns, unless a transaction block is open.
     *
     * @return rows returned or changed
     */
    public long execute() {
        connection.turn().lock();
        try {
            connection.begin();
            return connection.run(plan, parameters);
        } finally {
            connection.turn().unlock();
        }
    }

    /** Runs the statement and reads its rows. */
    public Rows query() {
        connection.turn().lock();
        try {
            connection.begin();
            return connection.open(plan, parameters);
        } finally {
            connection.turn().unlock();
        }
    }

    /** How many columns the rows have; 0 if the statement returns none. */
    public int columnCount() {
        return plan.columns().size();
    }

    private Vector vector(int parameter) {
        if (parameter < 1 || parameter > parameters.columns.length) {
            throw SqlException.of(
                    SqlState.UNDEFINED_PARAMETER, "there is no parameter $" + parameter);
        }
        Vector vector = parameters.columns[parameter - 1];
        vector.clear();
        return vector;
    }

    private SqlType type(int parameter) {
        return plan.parameterTypes().get(parameter - 1);
    }
}
