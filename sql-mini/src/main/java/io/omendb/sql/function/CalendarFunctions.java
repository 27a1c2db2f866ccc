package io.omendb.sql.function;

import static io.omendb.sql.types.TypeKind.BOOL;
import static io.omendb.sql.types.TypeKind.FLOAT8;
import static io.omendb.sql.types.TypeKind.INT4;
import static io.omendb.sql.types.TypeKind.INTERVAL;
import static io.omendb.sql.types.TypeKind.TEXT;
import static io.omendb.sql.types.TypeKind.TIMESTAMP;
import static io.omendb.sql.types.TypeKind.TIMESTAMPTZ;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.CivilTime;
import io.omendb.sql.types.IntervalFormat;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Vector;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;

/** Functions that make times, measure between them, and put intervals in order. */
final class CalendarFunctions {
    private static final int DAYS_PER_MONTH = 30;
    private static final int MONTHS_PER_YEAR = 12;

    private CalendarFunctions() {}

    static void register(FunctionRegistrar r) {
        TypeKind[] civil = {INT4, INT4, INT4, INT4, INT4, FLOAT8};
        r.function(
                "make_timestamp",
                TIMESTAMP,
                RowKernel.of((in, row, out) -> out.longs[row] = makeTimestamp(in, row)),
                civil);
        r.function(
                "make_timestamptz",
                TIMESTAMPTZ,
                Volatility.STABLE,
                true,
                RowKernel.of((in, row, out) ->
                        out.longs[row] =
                                CivilTime.toUtc(
                                        in.context.format().timeZone(), makeTimestamp(in, row))),
                civil);
        r.function(
                "make_timestamptz",
                TIMESTAMPTZ,
                Volatility.STABLE,
                true,
                RowKernel.of((in, row, out) ->
                        out.longs[row] =
                                CivilTime.toUtc(
                                        TimeFunctions.zone(in.textAt(6, row)),
                                        makeTimestamp(in, row))),
                INT4,
                INT4,
                INT4,
                INT4,
                INT4,
                FLOAT8,
                TEXT);
        r.function("isfinite", BOOL, RowKernel.of((in, row, out) -> out.longs[row] = 1), INTERVAL);
        r.function(
                "justify_hours", INTERVAL, RowKernel.of(CalendarFunctions::justifyHours), INTERVAL);
        r.function(
                "justify_days", INTERVAL, RowKernel.of(CalendarFunctions::justifyDays), INTERVAL);
        r.function(
                "justify_interval", INTERVAL, RowKernel.of(CalendarFunctions::justify), INTERVAL);
        for (TypeKind kind : new TypeKind[] {TIMESTAMP, TIMESTAMPTZ}) {
            Volatility volatility = kind == TIMESTAMP ? Volatility.IMMUTABLE : Volatility.STABLE;
            r.function(
                    "age",
                    INTERVAL,
                    volatility,
                    true,
                    RowKernel.of((in, row, out) ->
                            age(local(in, row, 0, kind), local(in, row, 1, kind), out, row)),
                    kind,
                    kind);
            r.function(
                    "age",
                    INTERVAL,
                    Volatility.STABLE,
                    true,
                    RowKernel.of(
                            (in, row, out) -> age(today(in), local(in, row, 0, kind), out, row)),
                    kind);
            r.function(
                    "date_bin", kind, RowKernel.of(CalendarFunctions::bin), INTERVAL, kind, kind);
            overlaps(r, kind);
        }
    }

    private static void overlaps(FunctionRegistrar r, TypeKind kind) {
        for (TypeKind first : new TypeKind[] {kind, INTERVAL}) {
            for (TypeKind second : new TypeKind[] {kind, INTERVAL}) {
                r.function(
                        "overlaps",
                        BOOL,
                        kind == TIMESTAMP ? Volatility.IMMUTABLE : Volatility.STABLE,
                        false,
                        (types, result) -> {
                            Periods periods = new Periods(kind, first, second);
                            return RowKernel.of(periods).create(types, result);
                        },
                        kind,
                        first,
                        kind,
                        second);
            }
        }
    }

    private static long local(KernelInput in, int row, int argument, TypeKind kind) {
        long value = in.longAt(argument, row);
        return kind == TIMESTAMPTZ
                ? CivilTime.toLocal(in.context.format().timeZone(), value)
                : value;
    }

    private static long today(KernelInput in) {
        long now =
                CivilTime.toLocal(
                        in.context.format().timeZone(), in.context.transactionTimeMicros());
        return Math.floorDiv(now, CivilTime.MICROS_PER_DAY) * CivilTime.MICROS_PER_DAY;
    }

    private static long makeTimestamp(KernelInput in, int row) {
        long year = in.longAt(0, row);
        long month = in.longAt(1, row);
        long day = in.longAt(2, row);
        long civil = year < 0 ? year + 1 : year;
        boolean valid =
                year != 0
                        && month >= 1
                        && month <= MONTHS_PER_YEAR
                        && day >= 1
                        && day <= CivilTime.daysOfMonth(civil, (int) month);
        if (!valid) {
            throw outOfRange(
                    String.format(
                            Locale.ROOT,
                            "date field value out of range: %d-%02d-%02d",
                            year,
                            month,
                            day));
        }
        long hour = in.longAt(3, row);
        long minute = in.longAt(4, row);
        double seconds = in.doubleAt(5, row);
        long micros = Math.round(seconds * CivilTime.MICROS_PER_SECOND);
        boolean clock =
                hour >= 0
                        && minute >= 0
                        && minute < 60
                        && seconds >= 0
                        && seconds <= 60
                        && (hour < 24 || hour == 24 && minute == 0 && seconds == 0);
        if (!clock) {
            throw outOfRange(
                    String.format(
                            Locale.ROOT,
                            "time field value out of range: %d:%02d:%s",
                            hour,
                            minute,
                            seconds(seconds)));
        }
        return CivilTime.checkedTimestamp(
                CivilTime.days(civil, (int) month, (int) day) * CivilTime.MICROS_PER_DAY
                        + hour * CivilTime.MICROS_PER_HOUR
                        + minute * CivilTime.MICROS_PER_MINUTE
                        + micros);
    }

    /** Seconds in at least two characters. */
    private static String seconds(double seconds) {
        String text =
                seconds == Math.rint(seconds)
                        ? String.format(Locale.ROOT, "%.0f", seconds)
                        : Double.toString(seconds);
        return text.length() == 1 ? "0" + text : text;
    }

    private static SqlException outOfRange(String message) {
        return SqlException.of(SqlState.DATETIME_VALUE_OUT_OF_RANGE, message);
    }

    private static void put(Vector out, int row, long months, long days, long micros) {
        if (months != (int) months || days != (int) days) {
            throw outOfRange("interval out of range");
        }
        out.begin();
        IntervalFormat.put(out, (int) months, (int) days, micros);
        out.end(row);
    }

    private static int months(KernelInput in, int argument, int row) {
        return IntervalFormat.months(in.bytesOf(argument), in.startAt(argument, row));
    }

    private static int days(KernelInput in, int argument, int row) {
        return IntervalFormat.days(in.bytesOf(argument), in.startAt(argument, row));
    }

    private static long micros(KernelInput in, int argument, int row) {
        return IntervalFormat.micros(in.bytesOf(argument), in.startAt(argument, row));
    }

    private static void justifyHours(KernelInput in, int row, Vector out) {
        long micros = micros(in, 0, row);
        long days = days(in, 0, row) + micros / CivilTime.MICROS_PER_DAY;
        micros %= CivilTime.MICROS_PER_DAY;
        if (days > 0 && micros < 0) {
            micros += CivilTime.MICROS_PER_DAY;
            days--;
        } else if (days < 0 && micros > 0) {
            micros -= CivilTime.MICROS_PER_DAY;
            days++;
        }
        put(out, row, months(in, 0, row), days, micros);
    }

    private static void justifyDays(KernelInput in, int row, Vector out) {
        long days = days(in, 0, row);
        long months = months(in, 0, row) + days / DAYS_PER_MONTH;
        days %= DAYS_PER_MONTH;
        if (months > 0 && days < 0) {
            days += DAYS_PER_MONTH;
            months--;
        } else if (months < 0 && days > 0) {
            days -= DAYS_PER_MONTH;
            months++;
        }
        put(out, row, months, days, micros(in, 0, row));
    }

    private static void justify(KernelInput in, int row, Vector out) {
        long micros = micros(in, 0, row);
        long days = days(in, 0, row) + micros / CivilTime.MICROS_PER_DAY;
        micros %= CivilTime.MICROS_PER_DAY;
        long months = months(in, 0, row) + days / DAYS_PER_MONTH;
        days %= DAYS_PER_MONTH;
        if (months > 0 && (days < 0 || days == 0 && micros < 0)) {
            days += DAYS_PER_MONTH;
            months--;
        } else if (months < 0 && (days > 0 || days == 0 && micros > 0)) {
            days -= DAYS_PER_MONTH;
            months++;
        }
        if (days > 0 && micros < 0) {
            micros += CivilTime.MICROS_PER_DAY;
            days--;
        } else if (days < 0 && micros > 0) {
            micros -= CivilTime.MICROS_PER_DAY;
            days++;
        }
        put(out, row, months, days, micros);
    }

    /**
     * Years, months, days and time between two local times: the later minus the earlier, field by
     * field, a day borrowed being one of the earlier's month.
     */
    private static void age(long end, long start, Vector out, int row) {
        if (CivilTime.isInfinite(end) || CivilTime.isInfinite(start)) {
            throw SqlException.notSupported("an infinite interval");
        }
        boolean negative = end < start;
        long later = negative ? start : end;
        long earlier = negative ? end : start;
        long laterDay = Math.floorDiv(later, CivilTime.MICROS_PER_DAY);
        long earlierDay = Math.floorDiv(earlier, CivilTime.MICROS_PER_DAY);
        long micros =
                Math.floorMod(later, CivilTime.MICROS_PER_DAY)
                        - Math.floorMod(earlier, CivilTime.MICROS_PER_DAY);
        long to = CivilTime.date(laterDay);
        long from = CivilTime.date(earlierDay);
        long months =
                (CivilTime.year(to) - CivilTime.year(from)) * MONTHS_PER_YEAR
                        + CivilTime.month(to)
                        - CivilTime.month(from);
        int days = CivilTime.day(to) - CivilTime.day(from);
        if (micros < 0) {
            micros += CivilTime.MICROS_PER_DAY;
            days--;
        }
        while (days < 0) {
            days += CivilTime.daysOfMonth(CivilTime.year(from), CivilTime.month(from));
            months--;
        }
        if (negative) {
            put(out, row, -months, -days, -micros);
        } else {
            put(out, row, months, days, micros);
        }
    }

    private static void bin(KernelInput in, int row, Vector out) {
        long value = in.longAt(1, row);
        long origin = in.longAt(2, row);
        if (CivilTime.isInfinite(value)) {
            out.longs[row] = value;
            return;
        }
        if (CivilTime.isInfinite(origin)) {
            throw outOfRange("origin out of range");
        }
        if (months(in, 0, row) != 0) {
            throw SqlException.of(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "timestamps cannot be binned into intervals containing months or years");
        }
        long stride;
        long distance;
        try {
            stride =
                    Math.addExact(
                            Math.multiplyExact(days(in, 0, row), CivilTime.MICROS_PER_DAY),
                            micros(in, 0, row));
            distance = Math.subtractExact(value, origin);
        } catch (ArithmeticException e) {
            throw outOfRange("interval out of range");
        }
        if (stride <= 0) {
            throw outOfRange("stride must be greater than zero");
        }
        out.longs[row] = CivilTime.checkedTimestamp(value - Math.floorMod(distance, stride));
    }

    /** OVERLAPS: whether two periods, each a start with an end or a length, share a moment. */
    private record Periods(TypeKind start, TypeKind firstEnd, TypeKind secondEnd)
            implements RowKernel {
        @Override
        public void apply(KernelInput in, int row, Vector out) {
            ZoneId zone = start == TIMESTAMPTZ ? in.context.format().timeZone() : ZoneOffset.UTC;
            boolean endNull1 = in.isNull(1, row) || firstEnd == INTERVAL && in.isNull(0, row);
            boolean endNull2 = in.isNull(3, row) || secondEnd == INTERVAL && in.isNull(2, row);
            if (in.isNull(0, row) && endNull1 || in.isNull(2, row) && endNull2) {
                out.setNull(row);
                return;
            }
            long end1 = endNull1 ? 0 : end(in, row, 0, firstEnd, zone);
            long end2 = endNull2 ? 0 : end(in, row, 2, secondEnd, zone);
            long start1 = in.isNull(0, row) ? end1 : in.longAt(0, row);
            long start2 = in.isNull(2, row) ? end2 : in.longAt(2, row);
            boolean open1 = endNull1 || in.isNull(0, row);
            boolean open2 = endNull2 || in.isNull(2, row);
            long from1 = open1 ? start1 : Math.min(start1, end1);
            long from2 = open2 ? start2 : Math.min(start2, end2);
            decide(
                    from1,
                    Math.max(start1, end1),
                    open1,
                    from2,
                    Math.max(start2, end2),
                    open2,
                    out,
                    row);
        }

        private static void decide(
                long from1,
                long to1,
                boolean open1,
                long from2,
                long to2,
                boolean open2,
                Vector out,
                int row) {
            if (from1 == from2) {
                answer(open1 || open2, true, out, row);
            } else if (from1 > from2) {
                boolean shared = !open2 && from1 < to2;
                answer(open2 || !shared && open1, shared, out, row);
            } else {
                boolean shared = !open1 && from2 < to1;
                answer(open1 || !shared && open2, shared, out, row);
            }
        }

        private static void answer(boolean unknown, boolean shared, Vector out, int row) {
            if (unknown) {
                out.setNull(row);
            } else {
                out.setLong(row, shared ? 1 : 0);
            }
        }

        private static long end(KernelInput in, int row, int start, TypeKind kind, ZoneId zone) {
            if (kind != INTERVAL) {
                return in.longAt(start + 1, row);
            }
            return TimeArithmetic.add(
                    in.longAt(start, row),
                    months(in, start + 1, row),
                    days(in, start + 1, row),
                    micros(in, start + 1, row),
                    zone);
        }
    }
}
