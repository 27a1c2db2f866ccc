package io.omendb.engine.api;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.syntax.StatementShape;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeCodec;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;
import java.util.List;

/** Reads the constants of a text that are parameters of a plan. Same thread as the session. */
final class ConstantReader {
    private final boolean[] lifted;
    private final SqlType[] types;
    private byte[] string = {};

    /**
     * @param lifted which constants of the shape are parameters, in order
     * @param types of the parameters
     */
    ConstantReader(boolean[] lifted, List<SqlType> types) {
        this.lifted = lifted.clone();
        this.types = types.toArray(new SqlType[0]);
    }

    boolean[] lifted() {
        return lifted;
    }

    /**
     * @param into one row of parameters
     * @return false if a constant is no value of its parameter's type
     */
    boolean read(StatementShape text, Session session, Batch into) {
        into.clear();
        int parameter = 0;
        for (int i = 0; i < lifted.length; i++) {
            if (lifted[i]) {
                Vector value = into.columns[parameter];
                switch (text.kind(i)) {
                    case INT4, INT8 -> value.setLong(0, text.number(i));
                    case DECIMAL, STRING -> {
                        if (!readText(text, i, types[parameter], session, value)) {
                            return false;
                        }
                    }
                }
                parameter++;
            }
        }
        into.count = 1;
        return true;
    }

    private boolean readText(
            StatementShape text, int constant, SqlType type, Session session, Vector into) {
        int room = text.end(constant) - text.start(constant);
        if (string.length < room) {
            string = new byte[room];
        }
        boolean isQuoted = text.kind(constant) == StatementShape.Kind.STRING;
        int length = isQuoted ? text.string(constant, string) : text.text(constant, string);
        // The format with the transaction's time is made anew for each transaction.
        SessionFormat format =
                mayBeTime(type) ? session.context().format() : session.settings().format();
        try {
            TypeCodec.of(type.kind()).parseText(string, 0, length, type, format, into, 0);
            return true;
        } catch (SqlException e) {
            // The statement is planned as it was written, which tells the error with its place.
            return false;
        }
    }

    private static boolean mayBeTime(SqlType type) {
        char category = type.kind().category();
        return category == 'D' || category == 'A';
    }
}
