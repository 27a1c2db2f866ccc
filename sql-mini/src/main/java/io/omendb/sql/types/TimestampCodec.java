package io.omendb.sql.types;

import io.omendb.sql.vector.Vector;
import java.nio.charset.StandardCharsets;

/** timestamp and timestamptz: microseconds since 2000-01-01, in UTC for the latter. */
final class TimestampCodec extends TypeCodec {
    private final boolean zoned;

    TimestampCodec(boolean zoned) {
        this.zoned = zoned;
    }

    @Override
    public void parseText(
            byte[] source,
            int offset,
            int length,
            SqlType type,
            SessionFormat format,
            Vector out,
            int row) {
        long micros = DateTimeText.parseTimestamp(source, offset, offset + length, zoned, format);
        if (micros == DateTimeText.NOT_ISO) {
            String text = new String(source, offset, length, StandardCharsets.UTF_8);
            DateTimeParser parser =
                    new DateTimeParser(
                            text, zoned ? "timestamp with time zone" : "timestamp", format);
            micros = zoned ? parser.timestampWithZone() : parser.timestamp();
        }
        out.setLong(row, roundFraction(micros, type));
    }

    /** Rounds to the fractional digits of the type's modifier. */
    static long roundFraction(long micros, SqlType type) {
        int digits = type.modifier();
        if (digits < 0 || digits >= 6 || CivilTime.isInfinite(micros)) {
            return micros;
        }
        long unit = NumericFormat.powerOfTen(6 - digits);
        return NumericScale.roundedQuotient(micros, unit) * unit;
    }

    @Override
    public int formatText(
            Vector vector, int row, SqlType type, SessionFormat format, ByteSink out) {
        long micros = vector.longs[row];
        if (CivilTime.isInfinite(micros)) {
            return DateTimeText.putInfinity(out, micros < 0);
        }
        int offset = zoned ? CivilTime.offsetAt(format.timeZone(), micros) : 0;
        long local = micros + offset * CivilTime.MICROS_PER_SECOND;
        long date = CivilTime.date(Math.floorDiv(local, CivilTime.MICROS_PER_DAY));
        int written = DateTimeText.putDate(out, date);
        out.put((byte) ' ');
        written += 1 + DateTimeText.putTime(out, Math.floorMod(local, CivilTime.MICROS_PER_DAY));
        if (zoned) {
            written += DateTimeText.putOffset(out, offset);
        }
        return written + DateTimeText.putEra(out, date);
    }

    @Override
    public void decodeBinary(
            byte[] source, int offset, int length, SqlType type, Vector out, int row) {
        checkBinaryLength(length, 8);
        long micros = readLong(source, offset);
        if (!CivilTime.isInfinite(micros)) {
            CivilTime.checkedTimestamp(micros);
        }
        out.setLong(row, roundFraction(micros, type));
    }

    @Override
    public int encodeBinary(Vector vector, int row, SqlType type, ByteSink out) {
        putLong(out, vector.longs[row]);
        return 8;
    }
}
