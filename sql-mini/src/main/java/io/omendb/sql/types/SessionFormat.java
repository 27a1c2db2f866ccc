package io.omendb.sql.types;

import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The settings of a session that change how values are written and read. DateStyle is always ISO.
 *
 * @param timeZone TimeZone: of timestamptz in text, and of conversions between timestamp and
 *     timestamptz
 * @param monthFirst whether DateStyle reads 1/2/2000 as January 2 (MDY) or as February 1 (DMY)
 * @param byteaHex bytea_output: hex, or escape
 * @param extraFloatDigits extra_float_digits: above 0 the shortest text that reads back to the same
 *     value
 * @param transactionTimeMicros what 'now', 'today' and their like mean in a literal: microseconds
 *     since 2000-01-01 UTC
 */
public record SessionFormat(
        ZoneId timeZone,
        boolean monthFirst,
        boolean byteaHex,
        int extraFloatDigits,
        long transactionTimeMicros) {

    /** UTC, MDY, hex, shortest floats; 'now' is 2000-01-01. */
    public static final SessionFormat DEFAULT = new SessionFormat(ZoneOffset.UTC, true, true, 1, 0);

    public SessionFormat withTimeZone(ZoneId zone) {
        return new SessionFormat(
                zone, monthFirst, byteaHex, extraFloatDigits, transactionTimeMicros);
    }

    public SessionFormat withTransactionTime(long micros) {
        return new SessionFormat(timeZone, monthFirst, byteaHex, extraFloatDigits, micros);
    }
}
