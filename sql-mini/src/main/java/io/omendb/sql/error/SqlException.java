package io.omendb.sql.error;

import org.jspecify.annotations.Nullable;

/**
 * An error that the client sees: a SQLSTATE, a message in PostgreSQL's wording, and the optional
 * fields of an error response. It carries no stack trace, being an ordinary outcome of a
 * statement. The {@code with} methods set one field and return the same exception.
 */
public final class SqlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SqlState state;
    private @Nullable String detail;
    private @Nullable String hint;
    private @Nullable String context;
    private @Nullable String routine;
    private int position;
    private @Nullable String schema;
    private @Nullable String table;
    private @Nullable String column;
    private @Nullable String dataType;
    private @Nullable String constraint;

    private SqlException(SqlState state, String message) {
        super(message, null, false, false);
        this.state = state;
    }

    /** An error without further fields. */
    public static SqlException of(SqlState state, String message) {
        return new SqlException(state, message);
    }

    /** 0A000: what is named is not there yet. */
    public static SqlException notSupported(String what) {
        return new SqlException(SqlState.FEATURE_NOT_SUPPORTED, what + " is not supported");
    }

    /** 22003 for an integer type under its SQL name: "integer out of range". */
    public static SqlException outOfRange(String typeName) {
        return new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, typeName + " out of range");
    }

    /** 22012. */
    public static SqlException divisionByZero() {
        return new SqlException(SqlState.DIVISION_BY_ZERO, "division by zero");
    }

    /** 22P02: the text is no value of the type. */
    public static SqlException invalidText(String typeName, String text) {
        return new SqlException(
                SqlState.INVALID_TEXT_REPRESENTATION,
                "invalid input syntax for type " + typeName + ": \"" + text + "\"");
    }

    public SqlException withDetail(String detail) {
        this.detail = detail;
        return this;
    }

    public SqlException withHint(String hint) {
        this.hint = hint;
        return this;
    }

    /** Where in the data or the call it happened, as "COPY t, line 1". */
    public SqlException withContext(String context) {
        this.context = context;
        return this;
    }

    /**
     * The routine of PostgreSQL that reports this error, for the few by which drivers tell errors of one SQLSTATE
     * apart.
     */
    public SqlException withRoutine(String routine) {
        this.routine = routine;
        return this;
    }

    /**
     * Sets the 1-based character position in the statement, unless an inner expression already set
     * one.
     */
    public SqlException withPosition(int position) {
        if (this.position == 0) {
            this.position = position;
        }
        return this;
    }

    public SqlException withTable(@Nullable String schema, String table) {
        this.schema = schema;
        this.table = table;
        return this;
    }

    public SqlException withColumn(String column) {
        this.column = column;
        return this;
    }

    public SqlException withDataType(String dataType) {
        this.dataType = dataType;
        return this;
    }

    public SqlException withConstraint(String constraint) {
        this.constraint = constraint;
        return this;
    }

    public SqlState state() {
        return state;
    }

    /** The message; never null. */
    public String message() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    public @Nullable String detail() {
        return detail;
    }

    public @Nullable String hint() {
        return hint;
    }

    public @Nullable String context() {
        return context;
    }

    public @Nullable String routine() {
        return routine;
    }

    /** 1-based character of the statement's text, 0 when unknown. */
    public int position() {
        return position;
    }

    public @Nullable String schema() {
        return schema;
    }

    public @Nullable String table() {
        return table;
    }

    public @Nullable String column() {
        return column;
    }

    public @Nullable String dataType() {
        return dataType;
    }

    public @Nullable String constraint() {
        return constraint;
    }
}
