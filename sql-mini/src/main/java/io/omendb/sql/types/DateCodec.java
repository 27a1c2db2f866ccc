package io.omendb.sql.types;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.vector.Vector;

import java.nio.charset.StandardCharsets;

/** date: days since 2000-01-01. */
final class DateCodec extends TypeCodec {
    @Override
    public void parseText(
            byte[] source,
            int offset,
            int length,
            SqlType type,
            SessionFormat format,
            Vector out,
            int row) {
        long days = DateTimeText.parseDate(source, offset, offset + length);
        if (days == DateTimeText.NOT_ISO) {
            String text = new String(source, offset, length, StandardCharsets.UTF_8);
            days = new DateTimeParser(text, "date", format).date();
        }
        out.setLong(row, days);
    }

    @Override
    public int formatText(
            Vector vector, int row, SqlType type, SessionFormat format, ByteSink out) {
        long days = vector.longs[row];
        if (CivilTime.isInfinite(days)) {
            return DateTimeText.putInfinity(out, days < 0);
        }
        long date = CivilTime.date(days);
        return DateTimeText.putDate(out, date) + DateTimeText.putEra(out, date);
    }

    @Override
    public void decodeBinary(
            byte[] source, int offset, int length, SqlType type, Vector out, int row) {
        checkBinaryLength(length, 4);
        int days = readInt(source, offset);
        if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
            out.setLong(row, days > 0 ? CivilTime.INFINITY : CivilTime.MINUS_INFINITY);
            return;
        }
        if (!CivilTime.isDateInRange(days)) {
            throw SqlException.of(SqlState.DATETIME_VALUE_OUT_OF_RANGE, "date out of range");
        }
        out.setLong(row, days);
    }

    @Override
    public int encodeBinary(Vector vector, int row, SqlType type, ByteSink out) {
        long days = vector.longs[row];
        if (CivilTime.isInfinite(days)) {
            putInt(out, days > 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE);
        } else {
            putInt(out, (int) days);
        }
        return 4;
    }
}
