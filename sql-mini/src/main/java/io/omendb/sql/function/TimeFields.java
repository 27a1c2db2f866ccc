package io.omendb.sql.function;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.CivilTime;
import java.math.BigDecimal;
import java.time.ZoneId;

/** The fields of dates, times and intervals, and truncation to them. */
final class TimeFields {
    private static final int JULIAN_2000 = 2_451_545;

    private TimeFields() {}

    static SqlException unknownUnit(String unit, String typeName) {
        return SqlException.of(
                SqlState.INVALID_PARAMETER_VALUE,
                "unit \"" + unit + "\" not recognized for type " + typeName);
    }

    private static SqlException unsupportedUnit(String unit, String typeName) {
        return SqlException.of(
                SqlState.FEATURE_NOT_SUPPORTED,
                "unit \"" + unit + "\" not supported for type " + typeName);
    }

    /** The name without its plural and short forms. */
    static String canonical(String unit) {
        return switch (unit) {
            case "years", "y", "yr", "yrs" -> "year";
            case "months", "mon", "mons" -> "month";
            case "days", "d" -> "day";
            case "hours", "h", "hr", "hrs" -> "hour";
            case "minutes", "m", "min", "mins" -> "minute";
            case "seconds", "s", "sec", "secs" -> "second";
            case "milliseconds", "millisecond", "ms", "msec", "msecs" -> "milliseconds";
            case "microseconds", "microsecond", "us", "usec", "usecs" -> "microseconds";
            case "weeks", "w" -> "week";
            case "decades" -> "decade";
            case "centuries", "c" -> "century";
            case "millenniums", "millennia", "mil", "mils" -> "millennium";
            case "qtr" -> "quarter";
            case "weekday" -> "dow";
            default -> unit;
        };
    }

    /**
     * A field of a local time.
     *
     * @param utc the instant, for epoch and for the zone of a timestamptz; the local time itself
     *     for a timestamp
     * @param zone of a timestamptz, else null
     */
    static BigDecimal ofTimestamp(
            String unit,
            long local,
            long utc,
            @org.jspecify.annotations.Nullable ZoneId zone,
            String typeName) {
        long days = Math.floorDiv(local, CivilTime.MICROS_PER_DAY);
        long time = local - days * CivilTime.MICROS_PER_DAY;
        return switch (canonical(unit)) {
            case "hour" -> BigDecimal.valueOf(time / CivilTime.MICROS_PER_HOUR);
            case "minute" -> BigDecimal.valueOf(time / CivilTime.MICROS_PER_MINUTE % 60);
            case "second" -> BigDecimal.valueOf(time % CivilTime.MICROS_PER_MINUTE, 6);
            case "milliseconds" -> BigDecimal.valueOf(time % CivilTime.MICROS_PER_MINUTE, 3);
            case "microseconds" -> BigDecimal.valueOf(time % CivilTime.MICROS_PER_MINUTE);
            case "epoch" -> BigDecimal.valueOf(utc + CivilTime.UNIX_EPOCH_MICROS, 6);
            case "julian" ->
                    BigDecimal.valueOf(time)
                            .divide(
                                    BigDecimal.valueOf(CivilTime.MICROS_PER_DAY),
                                    20,
                                    java.math.RoundingMode.HALF_UP)
                            .add(BigDecimal.valueOf(days + JULIAN_2000));
            case "timezone", "timezone_hour", "timezone_minute" -> {
                if (zone == null) {
                    throw unsupportedUnit(unit, typeName);
                }
                int offset = CivilTime.offsetAt(zone, utc);
                yield BigDecimal.valueOf(
                        switch (unit) {
                            case "timezone" -> offset;
                            case "timezone_hour" -> offset / 3600;
                            default -> offset / 60 % 60;
                        });
            }
            default -> BigDecimal.valueOf(ofDays(unit, days, typeName));
        };
    }

    /** A field of a date. */
    static long ofDays(String unit, long days, String typeName) {
        long date = CivilTime.date(days);
        long year = CivilTime.year(date);
        long shown = year > 0 ? year : year - 1;
        return switch (canonical(unit)) {
            case "year" -> shown;
            case "month" -> CivilTime.month(date);
            case "day" -> CivilTime.day(date);
            case "quarter" -> (CivilTime.month(date) - 1) / 3 + 1;
            case "dow" -> CivilTime.dayOfWeek(days);
            case "isodow" -> Math.floorMod(CivilTime.dayOfWeek(days) - 1, 7) + 1;
            case "doy" -> days - CivilTime.days(year, 1, 1) + 1;
            case "week" -> (days - isoYearStart(isoYear(days))) / 7 + 1;
            case "isoyear" -> isoYear(days) > 0 ? isoYear(days) : isoYear(days) - 1;
            case "decade" -> Math.floorDiv(year, 10L);
            case "century" -> year > 0 ? (year + 99) / 100 : -((99 - (year - 1)) / 100);
            case "millennium" -> year > 0 ? (year + 999) / 1000 : -((999 - (year - 1)) / 1000);
            case "epoch" -> (days + CivilTime.UNIX_EPOCH_DAYS) * 86_400;
            case "julian" -> days + JULIAN_2000;
            case "hour",
                    "minute",
                    "second",
                    "milliseconds",
                    "microseconds",
                    "timezone",
                    "timezone_hour",
                    "timezone_minute" ->
                    throw unsupportedUnit(unit, typeName);
            default -> throw unknownUnit(unit, typeName);
        };
    }

    /** The year to which the week of a date belongs, by its Thursday. */
    private static long isoYear(long days) {
        long thursday = days - Math.floorMod(CivilTime.dayOfWeek(days) - 1, 7) + 3;
        return CivilTime.year(CivilTime.date(thursday));
    }

    /** The Monday of the week with January 4. */
    private static long isoYearStart(long year) {
        long fourth = CivilTime.days(year, 1, 4);
        return fourth - Math.floorMod(CivilTime.dayOfWeek(fourth) - 1, 7);
    }

    static BigDecimal ofInterval(String unit, int months, int days, long micros) {
        return switch (canonical(unit)) {
            case "year" -> BigDecimal.valueOf(months / 12);
            case "month" -> BigDecimal.valueOf(months % 12);
            case "quarter" -> BigDecimal.valueOf(months % 12 / 3 + 1);
            case "decade" -> BigDecimal.valueOf(months / 120);
            case "century" -> BigDecimal.valueOf(months / 1200);
            case "millennium" -> BigDecimal.valueOf(months / 12_000);
            case "week" -> BigDecimal.valueOf(days / 7);
            case "day" -> BigDecimal.valueOf(days);
            case "hour" -> BigDecimal.valueOf(micros / CivilTime.MICROS_PER_HOUR);
            case "minute" -> BigDecimal.valueOf(micros / CivilTime.MICROS_PER_MINUTE % 60);
            case "second" -> BigDecimal.valueOf(micros % CivilTime.MICROS_PER_MINUTE, 6);
            case "milliseconds" -> BigDecimal.valueOf(micros % CivilTime.MICROS_PER_MINUTE, 3);
            case "microseconds" -> BigDecimal.valueOf(micros % CivilTime.MICROS_PER_MINUTE);
            case "epoch" -> {
                // A year has 365.25 days here, a month 30.
                BigDecimal seconds =
                        BigDecimal.valueOf(months / 12)
                                .multiply(BigDecimal.valueOf(31_557_600))
                                .add(BigDecimal.valueOf(months % 12 * 30L * 86_400))
                                .add(BigDecimal.valueOf(days * 86_400L));
                yield seconds.add(BigDecimal.valueOf(micros, 6)).setScale(6);
            }
            case "dow",
                    "isodow",
                    "doy",
                    "isoyear",
                    "julian",
                    "timezone",
                    "timezone_hour",
                    "timezone_minute" ->
                    throw unsupportedUnit(unit, "interval");
            default -> throw unknownUnit(unit, "interval");
        };
    }

    /** The local time with everything below a unit set to its start. */
    static long truncate(String unit, long local, String typeName) {
        long days = Math.floorDiv(local, CivilTime.MICROS_PER_DAY);
        String canonical = canonical(unit);
        long step =
                switch (canonical) {
                    case "microseconds" -> 1;
                    case "milliseconds" -> 1000;
                    case "second" -> CivilTime.MICROS_PER_SECOND;
                    case "minute" -> CivilTime.MICROS_PER_MINUTE;
                    case "hour" -> CivilTime.MICROS_PER_HOUR;
                    case "day" -> CivilTime.MICROS_PER_DAY;
                    default -> 0;
                };
        if (step > 0) {
            return Math.floorDiv(local, step) * step;
        }
        long date = CivilTime.date(days);
        long year = CivilTime.year(date);
        int month = CivilTime.month(date);
        long start =
                switch (canonical) {
                    case "week" -> days - Math.floorMod(CivilTime.dayOfWeek(days) - 1, 7);
                    case "month" -> CivilTime.days(year, month, 1);
                    case "quarter" -> CivilTime.days(year, (month - 1) / 3 * 3 + 1, 1);
                    case "year" -> CivilTime.days(year, 1, 1);
                    case "decade" -> CivilTime.days(Math.floorDiv(year, 10L) * 10, 1, 1);
                    case "century" -> CivilTime.days(Math.floorDiv(year - 1, 100L) * 100 + 1, 1, 1);
                    case "millennium" ->
                            CivilTime.days(Math.floorDiv(year - 1, 1000L) * 1000 + 1, 1, 1);
                    default -> throw unknownUnit(unit, typeName);
                };
        return start * CivilTime.MICROS_PER_DAY;
    }
}
