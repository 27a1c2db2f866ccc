package io.omendb.sql.types;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The proleptic Gregorian calendar over days since 2000-01-01 and microseconds since 2000-01-01
 * 00:00, with year 0 being 1 BC. The largest and smallest longs are infinity and -infinity, in days
 * and in microseconds.
 */
public final class CivilTime {
    public static final long INFINITY = Long.MAX_VALUE;
    public static final long MINUS_INFINITY = Long.MIN_VALUE;
    public static final long MICROS_PER_SECOND = 1_000_000L;
    public static final long MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;
    public static final long MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;
    public static final long MICROS_PER_DAY = 24 * MICROS_PER_HOUR;

    /** Days from 1970-01-01 to 2000-01-01. */
    public static final int UNIX_EPOCH_DAYS = 10_957;

    public static final long UNIX_EPOCH_MICROS = UNIX_EPOCH_DAYS * MICROS_PER_DAY;

    /** 4714-11-24 BC, day zero of the Julian calendar. */
    private static final long DAYS_MIN = -2_451_545;

    /** 5874897-12-31. */
    private static final long DATE_DAYS_MAX = 2_145_031_948;

    /** 294276-12-31. */
    private static final long TIMESTAMP_DAYS_MAX = 106_751_982;

    private static final int DAYS_PER_ERA = 146_097;
    private static final int YEARS_PER_ERA = 400;

    /** Days from 0000-03-01 to 2000-01-01. */
    private static final int SHIFT = 730_425;

    private CivilTime() {}

    /** Days since 2000-01-01 of a date whose month and day are in range. */
    public static long days(long year, int month, int day) {
        long shifted = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(shifted, YEARS_PER_ERA);
        long yearOfEra = shifted - era * YEARS_PER_ERA;
        long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * DAYS_PER_ERA + dayOfEra - SHIFT;
    }

    /** Year, month and day in one long: year &lt;&lt; 16 | month &lt;&lt; 8 | day. */
    public static long date(long days) {
        long shifted = days + SHIFT;
        long era = Math.floorDiv(shifted, DAYS_PER_ERA);
        long dayOfEra = shifted - era * DAYS_PER_ERA;
        long yearOfEra =
                (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long shiftedMonth = (5 * dayOfYear + 2) / 153;
        long day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1;
        long month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        long year = yearOfEra + era * YEARS_PER_ERA + (month <= 2 ? 1 : 0);
        return year << 16 | month << 8 | day;
    }

    public static long year(long date) {
        return date >> 16;
    }

    public static int month(long date) {
        return (int) (date >> 8) & 0xff;
    }

    public static int day(long date) {
        return (int) date & 0xff;
    }

    public static boolean isLeap(long year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    public static int daysOfMonth(long year, int month) {
        return switch (month) {
            case 2 -> isLeap(year) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** 0 for Sunday to 6 for Saturday. */
    public static int dayOfWeek(long days) {
        return (int) Math.floorMod(days + 6, 7L);
    }

    public static boolean isInfinite(long value) {
        return value == INFINITY || value == MINUS_INFINITY;
    }

    public static boolean isDateInRange(long days) {
        return days >= DAYS_MIN && days <= DATE_DAYS_MAX;
    }

    public static boolean isTimestampInRange(long micros) {
        long days = Math.floorDiv(micros, MICROS_PER_DAY);
        return days >= DAYS_MIN && days <= TIMESTAMP_DAYS_MAX;
    }

    /** The finite timestamp, or 22008. */
    public static long checkedTimestamp(long micros) {
        if (!isTimestampInRange(micros)) {
            throw timestampOutOfRange();
        }
        return micros;
    }

    public static SqlException timestampOutOfRange() {
        return SqlException.of(SqlState.DATETIME_VALUE_OUT_OF_RANGE, "timestamp out of range");
    }

    public static SqlException dateOutOfRange() {
        return SqlException.of(SqlState.DATETIME_VALUE_OUT_OF_RANGE, "date out of range");
    }

    /** Midnight of a date; infinite for an infinite one. */
    public static long timestampOfDate(long days) {
        if (isInfinite(days)) {
            return days;
        }
        if (days > TIMESTAMP_DAYS_MAX) {
            throw SqlException.of(
                    SqlState.DATETIME_VALUE_OUT_OF_RANGE, "date out of range for timestamp");
        }
        return days * MICROS_PER_DAY;
    }

    public static long dateOfTimestamp(long micros) {
        return isInfinite(micros) ? micros : Math.floorDiv(micros, MICROS_PER_DAY);
    }

    /** Seconds east of UTC that a zone has at an instant (microseconds since 2000-01-01 UTC). */
    public static int offsetAt(ZoneId zone, long utcMicros) {
        if (zone instanceof ZoneOffset offset) {
            return offset.getTotalSeconds();
        }
        ZoneRules rules = zone.getRules();
        Instant instant =
                Instant.ofEpochSecond(
                        Math.floorDiv(utcMicros + UNIX_EPOCH_MICROS, MICROS_PER_SECOND));
        return rules.getOffset(instant).getTotalSeconds();
    }

    /** Local time of an instant. */
    public static long toLocal(ZoneId zone, long utcMicros) {
        return isInfinite(utcMicros)
                ? utcMicros
                : utcMicros + offsetAt(zone, utcMicros) * MICROS_PER_SECOND;
    }

    /**
     * The instant of a local time. A time that a zone's clocks skip is taken by the offset before
     * the change, one that they show twice by the offset after it.
     */
    public static long toUtc(ZoneId zone, long localMicros) {
        if (isInfinite(localMicros)) {
            return localMicros;
        }
        return checkedTimestamp(localMicros - offsetOfLocal(zone, localMicros) * MICROS_PER_SECOND);
    }

    private static int offsetOfLocal(ZoneId zone, long localMicros) {
        if (zone instanceof ZoneOffset offset) {
            return offset.getTotalSeconds();
        }
        ZoneRules rules = zone.getRules();
        LocalDateTime local =
                LocalDateTime.ofEpochSecond(
                        Math.floorDiv(localMicros + UNIX_EPOCH_MICROS, MICROS_PER_SECOND),
                        0,
                        ZoneOffset.UTC);
        ZoneOffsetTransition transition = rules.getTransition(local);
        if (transition == null) {
            return rules.getOffset(local).getTotalSeconds();
        }
        return (transition.isGap() ? transition.getOffsetBefore() : transition.getOffsetAfter())
                .getTotalSeconds();
    }
}
