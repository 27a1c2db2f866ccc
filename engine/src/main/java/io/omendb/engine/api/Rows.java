package io.omendb.engine.api;

/**
 * The rows of a query, read one after the other. Columns are numbered from 0. Belongs to the thread
 * that opened it; valid until it is closed or its connection runs another statement.
 */
public interface Rows extends AutoCloseable {
    /** Goes to the next row, the first at first; false at the end. */
    boolean next();

    boolean isNull(int column);

    /** A value of an integer, boolean (0 or 1), date or timestamp type, as the engine holds it. */
    long getLong(int column);

    /** A value of a floating-point type. */
    double getDouble(int column);

    /** A value of any type as text, in the form that the server sends. Null for a null. */
    @org.jspecify.annotations.Nullable
    String getText(int column);

    /** The bytes of a value of a text or bytea type. */
    byte[] getBytes(int column);

    /** Ends the query. */
    @Override
    void close();
}
