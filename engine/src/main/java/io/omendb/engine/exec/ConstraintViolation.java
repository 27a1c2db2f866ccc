package io.omendb.engine.exec;

import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeCodec;
import io.omendb.sql.vector.Vector;
import java.util.StringJoiner;

/** The errors of rows that break a rule of their table, in PostgreSQL's words. */
public final class ConstraintViolation {
    private static final int VALUE_CHARACTERS_MAX = 64;

    private ConstraintViolation() {}

    /**
     * 23502.
     *
     * @param row the columns of the table, with the failing values at {@code at}
     */
    public static SqlException nullValue(
            TableDefinition table, int column, Vector[] row, int at, SessionFormat format) {
        String name = table.columns().get(column).name();
        StringJoiner values = new StringJoiner(", ", "Failing row contains (", ").");
        for (int i = 0; i < row.length; i++) {
            values.add(text(table.columns().get(i).type(), row[i], at, format));
        }
        return SqlException.of(
                        SqlState.NOT_NULL_VIOLATION,
                        "null value in column \""
                                + name
                                + "\" of relation \""
                                + table.name()
                                + "\" violates not-null constraint")
                .withDetail(values.toString())
                .withTable(table.schema(), table.name())
                .withColumn(name);
    }

    private static String text(SqlType type, Vector value, int at, SessionFormat format) {
        if (value.nulls[at]) {
            return "null";
        }
        String text = TypeCodec.of(type.kind()).text(value, at, type, format);
        return text.length() <= VALUE_CHARACTERS_MAX
                ? text
                : text.substring(0, VALUE_CHARACTERS_MAX) + "...";
    }
}
