package io.omendb.engine.api;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.Lane;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeCodec;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Vector;
import java.nio.charset.StandardCharsets;

/**
 * Puts values of the program into vectors, each checked against the SQL type: what parameters and
 * appended rows have in common.
 */
final class HostValues {
    private static final long OID_MAX = 0xffff_ffffL;

    private HostValues() {}

    /**
     * An integer, boolean (0 or 1), date or timestamp, as the engine holds it.
     *
     * @throws SqlException 22003 if the type does not have the value
     */
    static void set(Vector vector, int row, SqlType type, long value, SessionFormat format) {
        switch (vector.lane) {
            case LONG -> {
                if (!holds(type.kind(), value)) {
                    throw SqlException.of(
                            SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                            "value \""
                                    + value
                                    + "\" is out of range for type "
                                    + type.kind().sqlName());
                }
                vector.setLong(row, value);
            }
            case DOUBLE -> vector.setDouble(row, value);
            case BYTES -> set(vector, row, type, Long.toString(value), format);
        }
    }

    private static boolean holds(TypeKind kind, long value) {
        return switch (kind.storageBytes()) {
            case 1 -> value == 0 || value == 1;
            case 2 -> value == (short) value;
            case 4 ->
                    switch (kind) {
                        case INT4 -> value == (int) value;
                        case DATE ->
                                value == (int) value
                                        || value == Long.MAX_VALUE
                                        || value == Long.MIN_VALUE;
                        default -> value >= 0 && value <= OID_MAX;
                    };
            default -> true;
        };
    }

    static void set(Vector vector, int row, SqlType type, double value, SessionFormat format) {
        if (vector.lane == Lane.DOUBLE) {
            vector.setDouble(row, value);
        } else {
            set(vector, row, type, Double.toString(value), format);
        }
    }

    /**
     * A value of any type, in its text form.
     *
     * @throws SqlException if the text is no value of the type
     */
    static void set(Vector vector, int row, SqlType type, String value, SessionFormat format) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        TypeCodec.of(type.kind()).parseText(bytes, 0, bytes.length, type, format, vector, row);
    }

    /**
     * The bytes of a bytea, or of a text in UTF-8.
     *
     * @param place names the parameter or column in the error
     */
    static void set(
            Vector vector,
            int row,
            SqlType type,
            byte[] value,
            SessionFormat format,
            String place) {
        if (vector.lane != Lane.BYTES) {
            throw SqlException.of(
                    SqlState.DATATYPE_MISMATCH, place + " is not of a text or bytea type");
        }
        if (type.kind() == TypeKind.BYTEA) {
            vector.setBytes(row, value, 0, value.length);
        } else {
            TypeCodec.of(type.kind()).parseText(value, 0, value.length, type, format, vector, row);
        }
    }
}
