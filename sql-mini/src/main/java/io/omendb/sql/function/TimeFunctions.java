package io.omendb.sql.function;

import static io.omendb.sql.types.TypeKind.BOOL;
import static io.omendb.sql.types.TypeKind.DATE;
import static io.omendb.sql.types.TypeKind.FLOAT8;
import static io.omendb.sql.types.TypeKind.INT4;
import static io.omendb.sql.types.TypeKind.INTERVAL;
import static io.omendb.sql.types.TypeKind.NUMERIC;
import static io.omendb.sql.types.TypeKind.TEXT;
import static io.omendb.sql.types.TypeKind.TIMESTAMP;
import static io.omendb.sql.types.TypeKind.TIMESTAMPTZ;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.CivilTime;
import io.omendb.sql.types.IntervalFormat;
import io.omendb.sql.types.NumericScale;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TimeZones;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Vector;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Locale;

/** Functions that read the clock, take times apart, and move them between zones. */
final class TimeFunctions {
    private TimeFunctions() {}

    static void register(FunctionRegistrar r) {
        clocks(r);
        for (TypeKind kind : new TypeKind[] {DATE, TIMESTAMP, TIMESTAMPTZ, INTERVAL}) {
            Volatility volatility = kind == TIMESTAMPTZ ? Volatility.STABLE : Volatility.IMMUTABLE;
            r.function(
                    "extract",
                    NUMERIC,
                    volatility,
                    true,
                    RowKernel.of((in, row, out) -> extract(in, row, kind, out)),
                    TEXT,
                    kind);
            r.function(
                    "date_part",
                    FLOAT8,
                    volatility,
                    true,
                    RowKernel.of((in, row, out) -> datePart(in, row, kind, out)),
                    TEXT,
                    kind);
        }
        r.function(
                "date_trunc",
                TIMESTAMP,
                RowKernel.of((in, row, out) -> {
                    long local = in.longAt(1, row);
                    out.longs[row] =
                            CivilTime.isInfinite(local)
                                    ? local
                                    : TimeFields.truncate(
                                            unit(in, row), local, TIMESTAMP.sqlName());
                }),
                TEXT,
                TIMESTAMP);
        r.function(
                "date_trunc",
                TIMESTAMPTZ,
                Volatility.STABLE,
                true,
                RowKernel.of((in, row, out) ->
                        out.longs[row] = truncate(in, row, in.context.format().timeZone())),
                TEXT,
                TIMESTAMPTZ);
        r.function(
                "date_trunc",
                TIMESTAMPTZ,
                Volatility.STABLE,
                true,
                RowKernel.of((in, row, out) ->
                        out.longs[row] = truncate(in, row, zone(in.textAt(2, row)))),
                TEXT,
                TIMESTAMPTZ,
                TEXT);
        r.function(
                "timezone",
                TIMESTAMP,
                RowKernel.of((in, row, out) ->
                        out.longs[row] =
                                CivilTime.toLocal(zone(in.textAt(0, row)), in.longAt(1, row))),
                TEXT,
                TIMESTAMPTZ);
        r.function(
                "timezone",
                TIMESTAMPTZ,
                RowKernel.of((in, row, out) ->
                        out.longs[row] =
                                CivilTime.toUtc(zone(in.textAt(0, row)), in.longAt(1, row))),
                TEXT,
                TIMESTAMP);
        for (TypeKind kind : new TypeKind[] {DATE, TIMESTAMP, TIMESTAMPTZ}) {
            r.function(
                    "isfinite",
                    BOOL,
                    RowKernel.of((in, row, out) ->
                            out.longs[row] = CivilTime.isInfinite(in.longAt(0, row)) ? 0 : 1),
                    kind);
        }
        r.function("make_date", DATE, RowKernel.of(TimeFunctions::makeDate), INT4, INT4, INT4);
        r.function("to_timestamp", TIMESTAMPTZ, RowKernel.of(TimeFunctions::toTimestamp), FLOAT8);
    }

    private static void clocks(FunctionRegistrar r) {
        for (String name : new String[] {"now", "transaction_timestamp", "current_timestamp"}) {
            r.function(
                    name,
                    TIMESTAMPTZ,
                    Volatility.STABLE,
                    true,
                    RowKernel.of(
                            (in, row, out) -> out.longs[row] = in.context.transactionTimeMicros()));
        }
        r.function(
                "statement_timestamp",
                TIMESTAMPTZ,
                Volatility.STABLE,
                true,
                RowKernel.of((in, row, out) -> out.longs[row] = in.context.statementTimeMicros()));
        r.function(
                "clock_timestamp",
                TIMESTAMPTZ,
                Volatility.VOLATILE,
                true,
                RowKernel.of((in, row, out) -> out.longs[row] = in.context.clockMicros()));
        r.function(
                "localtimestamp",
                TIMESTAMP,
                Volatility.STABLE,
                true,
                RowKernel.of((in, row, out) -> out.longs[row] = localNow(in)));
        r.function(
                "current_date",
                DATE,
                Volatility.STABLE,
                true,
                RowKernel.of((in, row, out) ->
                        out.longs[row] = CivilTime.dateOfTimestamp(localNow(in))));
    }

    private static long localNow(KernelInput in) {
        return CivilTime.toLocal(
                in.context.format().timeZone(), in.context.transactionTimeMicros());
    }

    private static String unit(KernelInput in, int row) {
        return in.textAt(0, row).toLowerCase(Locale.ROOT);
    }

    static ZoneId zone(String name) {
        ZoneId zone = TimeZones.find(name);
        if (zone == null) {
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE, "time zone \"" + name + "\" not recognized");
        }
        return zone;
    }

    private static long truncate(KernelInput in, int row, ZoneId zone) {
        long utc = in.longAt(1, row);
        if (CivilTime.isInfinite(utc)) {
            return utc;
        }
        long local =
                TimeFields.truncate(
                        unit(in, row), CivilTime.toLocal(zone, utc), TIMESTAMPTZ.sqlName());
        return CivilTime.toUtc(zone, local);
    }

    private static BigDecimal field(KernelInput in, int row, TypeKind kind, boolean asTimestamp) {
        String unit = unit(in, row);
        if (kind == INTERVAL) {
            byte[] a = in.bytesOf(1);
            int at = in.startAt(1, row);
            return TimeFields.ofInterval(
                    unit,
                    IntervalFormat.months(a, at),
                    IntervalFormat.days(a, at),
                    IntervalFormat.micros(a, at));
        }
        long value = in.longAt(1, row);
        if (kind == DATE && !asTimestamp) {
            return BigDecimal.valueOf(TimeFields.ofDays(unit, value, kind.sqlName()));
        }
        if (kind == TIMESTAMPTZ) {
            ZoneId zone = in.context.format().timeZone();
            return TimeFields.ofTimestamp(
                    unit, CivilTime.toLocal(zone, value), value, zone, kind.sqlName());
        }
        long local = kind == DATE ? CivilTime.timestampOfDate(value) : value;
        return TimeFields.ofTimestamp(unit, local, local, null, TIMESTAMP.sqlName());
    }

    /** Fields that grow with time are infinite for infinite times, the others null. */
    private static boolean growsWithTime(String unit) {
        return switch (TimeFields.canonical(unit)) {
            case "year", "decade", "century", "millennium", "isoyear", "julian", "epoch" -> true;
            default -> false;
        };
    }

    private static boolean isInfinite(KernelInput in, int row, TypeKind kind) {
        return kind != INTERVAL && CivilTime.isInfinite(in.longAt(1, row));
    }

    private static void extract(KernelInput in, int row, TypeKind kind, Vector out) {
        if (!isInfinite(in, row, kind)) {
            NumericScale.setDecimal(field(in, row, kind, false), SqlType.NUMERIC, out, row);
        } else if (growsWithTime(unit(in, row))) {
            NumericScale.setInfinity(in.longAt(1, row) < 0, SqlType.NUMERIC, out, row);
        } else {
            out.setNull(row);
        }
    }

    private static void datePart(KernelInput in, int row, TypeKind kind, Vector out) {
        if (!isInfinite(in, row, kind)) {
            out.doubles[row] = field(in, row, kind, true).doubleValue();
        } else if (growsWithTime(unit(in, row))) {
            out.doubles[row] =
                    in.longAt(1, row) < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        } else {
            out.setNull(row);
        }
    }

    private static void makeDate(KernelInput in, int row, Vector out) {
        long year = in.longAt(0, row);
        long month = in.longAt(1, row);
        long day = in.longAt(2, row);
        long civil = year < 0 ? year + 1 : year;
        boolean valid =
                year != 0
                        && month >= 1
                        && month <= 12
                        && day >= 1
                        && day <= CivilTime.daysOfMonth(civil, (int) month);
        long days = valid ? CivilTime.days(civil, (int) month, (int) day) : 0;
        if (!valid || !CivilTime.isDateInRange(days)) {
            throw SqlException.of(
                    SqlState.DATETIME_VALUE_OUT_OF_RANGE,
                    "date field value out of range: " + year + "-" + two(month) + "-" + two(day));
        }
        out.longs[row] = days;
    }

    private static String two(long value) {
        return (value >= 0 && value < 10 ? "0" : "") + value;
    }

    private static void toTimestamp(KernelInput in, int row, Vector out) {
        double seconds = in.doubleAt(0, row);
        if (Double.isNaN(seconds)) {
            throw SqlException.of(SqlState.DATETIME_VALUE_OUT_OF_RANGE, "timestamp cannot be NaN");
        }
        if (Double.isInfinite(seconds)) {
            out.longs[row] = seconds > 0 ? CivilTime.INFINITY : CivilTime.MINUS_INFINITY;
            return;
        }
        double micros =
                Math.rint(
                        (seconds - CivilTime.UNIX_EPOCH_DAYS * 86_400.0)
                                * CivilTime.MICROS_PER_SECOND);
        out.longs[row] = CivilTime.checkedTimestamp((long) micros);
    }
}
