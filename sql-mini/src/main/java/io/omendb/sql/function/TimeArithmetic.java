package io.omendb.sql.function;

import io.omendb.sql.types.CivilTime;
import java.time.ZoneId;

/** Points in time plus intervals. */
final class TimeArithmetic {
    private TimeArithmetic() {}

    /**
     * Adds months, then days, by the calendar of a zone, then microseconds; a day beyond its
     * month's end becomes its last.
     *
     * @param instant microseconds since 2000-01-01: UTC, or local time together with zone UTC
     */
    static long add(long instant, int months, int days, long micros, ZoneId zone) {
        if (CivilTime.isInfinite(instant)) {
            return instant;
        }
        long result = instant;
        if (months != 0 || days != 0) {
            long local = CivilTime.toLocal(zone, instant);
            long day = Math.floorDiv(local, CivilTime.MICROS_PER_DAY);
            long time = local - day * CivilTime.MICROS_PER_DAY;
            day = addMonths(day, months) + days;
            if (Math.abs(day) > Integer.MAX_VALUE / 20) {
                throw CivilTime.timestampOutOfRange();
            }
            result = CivilTime.toUtc(zone, day * CivilTime.MICROS_PER_DAY + time);
        }
        long sum = result + micros;
        if (((result ^ sum) & (micros ^ sum)) < 0) {
            throw CivilTime.timestampOutOfRange();
        }
        return CivilTime.checkedTimestamp(sum);
    }

    static long addMonths(long day, int months) {
        if (months == 0) {
            return day;
        }
        long date = CivilTime.date(day);
        long month = CivilTime.year(date) * 12 + CivilTime.month(date) - 1 + months;
        long year = Math.floorDiv(month, 12L);
        int monthOfYear = (int) Math.floorMod(month, 12L) + 1;
        return CivilTime.days(
                year,
                monthOfYear,
                Math.min(CivilTime.day(date), CivilTime.daysOfMonth(year, monthOfYear)));
    }
}
