package io.omendb.sql.function;

import static io.omendb.sql.types.TypeKind.DATE;
import static io.omendb.sql.types.TypeKind.FLOAT8;
import static io.omendb.sql.types.TypeKind.INT4;
import static io.omendb.sql.types.TypeKind.INTERVAL;
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

/** Sums and differences of dates, times and intervals. */
final class TimeOperators {
    private TimeOperators() {}

    static void register(FunctionRegistrar r) {
        r.operator(
                "+",
                DATE,
                RowKernel.of((in, row, out) ->
                        out.longs[row] = addDays(in.longAt(0, row), in.longAt(1, row))),
                DATE,
                INT4);
        r.operator(
                "+",
                DATE,
                RowKernel.of((in, row, out) ->
                        out.longs[row] = addDays(in.longAt(1, row), in.longAt(0, row))),
                INT4,
                DATE);
        r.operator(
                "-",
                DATE,
                RowKernel.of((in, row, out) ->
                        out.longs[row] = addDays(in.longAt(0, row), -in.longAt(1, row))),
                DATE,
                INT4);
        r.operator("-", INT4, RowKernel.of(TimeOperators::daysBetween), DATE, DATE);
        for (TypeKind kind : new TypeKind[] {DATE, TIMESTAMP, TIMESTAMPTZ}) {
            TypeKind result = kind == DATE ? TIMESTAMP : kind;
            Volatility volatility = kind == TIMESTAMPTZ ? Volatility.STABLE : Volatility.IMMUTABLE;
            r.operator(
                    "+",
                    result,
                    volatility,
                    RowKernel.of((in, row, out) -> out.longs[row] = add(in, row, 0, 1, kind, 1)),
                    kind,
                    INTERVAL);
            r.operator(
                    "+",
                    result,
                    volatility,
                    RowKernel.of((in, row, out) -> out.longs[row] = add(in, row, 1, 0, kind, 1)),
                    INTERVAL,
                    kind);
            r.operator(
                    "-",
                    result,
                    volatility,
                    RowKernel.of((in, row, out) -> out.longs[row] = add(in, row, 0, 1, kind, -1)),
                    kind,
                    INTERVAL);
        }
        for (TypeKind kind : new TypeKind[] {TIMESTAMP, TIMESTAMPTZ}) {
            r.operator("-", INTERVAL, RowKernel.of(TimeOperators::timeBetween), kind, kind);
        }
        r.operator(
                "+",
                INTERVAL,
                RowKernel.of((in, row, out) -> sum(in, row, out, 1)),
                INTERVAL,
                INTERVAL);
        r.operator(
                "-",
                INTERVAL,
                RowKernel.of((in, row, out) -> sum(in, row, out, -1)),
                INTERVAL,
                INTERVAL);
        r.operator("-", INTERVAL, RowKernel.of(TimeOperators::negate), INTERVAL);
        r.operator(
                "*",
                INTERVAL,
                RowKernel.of((in, row, out) -> scale(in, row, 0, in.doubleAt(1, row), out)),
                INTERVAL,
                FLOAT8);
        r.operator(
                "*",
                INTERVAL,
                RowKernel.of((in, row, out) -> scale(in, row, 1, in.doubleAt(0, row), out)),
                FLOAT8,
                INTERVAL);
        r.operator(
                "/",
                INTERVAL,
                RowKernel.of((in, row, out) -> {
                    if (in.doubleAt(1, row) == 0) {
                        throw SqlException.divisionByZero();
                    }
                    scale(in, row, 0, 1 / in.doubleAt(1, row), out);
                }),
                INTERVAL,
                FLOAT8);
    }

    private static long addDays(long date, long days) {
        if (CivilTime.isInfinite(date)) {
            return date;
        }
        long sum = date + days;
        if (!CivilTime.isDateInRange(sum)) {
            throw CivilTime.dateOutOfRange();
        }
        return sum;
    }

    private static void daysBetween(KernelInput in, int row, Vector out) {
        long left = in.longAt(0, row);
        long right = in.longAt(1, row);
        if (CivilTime.isInfinite(left) || CivilTime.isInfinite(right)) {
            throw SqlException.of(
                    SqlState.DATETIME_VALUE_OUT_OF_RANGE, "cannot subtract infinite dates");
        }
        out.longs[row] = left - right;
    }

    private static long add(
            KernelInput in, int row, int time, int interval, TypeKind kind, int sign) {
        byte[] a = in.bytesOf(interval);
        int at = in.startAt(interval, row);
        long value = in.longAt(time, row);
        ZoneId zone = kind == TIMESTAMPTZ ? in.context.format().timeZone() : ZoneOffset.UTC;
        return TimeArithmetic.add(
                kind == DATE ? CivilTime.timestampOfDate(value) : value,
                sign * IntervalFormat.months(a, at),
                sign * IntervalFormat.days(a, at),
                sign * IntervalFormat.micros(a, at),
                zone);
    }

    /** Whole days and the rest. */
    private static void timeBetween(KernelInput in, int row, Vector out) {
        long left = in.longAt(0, row);
        long right = in.longAt(1, row);
        if (CivilTime.isInfinite(left) || CivilTime.isInfinite(right)) {
            throw SqlException.of(SqlState.DATETIME_VALUE_OUT_OF_RANGE, "interval out of range");
        }
        long micros = left - right;
        put(out, row, 0, micros / CivilTime.MICROS_PER_DAY, micros % CivilTime.MICROS_PER_DAY);
    }

    static void put(Vector out, int row, long months, long days, long micros) {
        if (months != (int) months || days != (int) days) {
            throw SqlException.of(SqlState.DATETIME_VALUE_OUT_OF_RANGE, "interval out of range");
        }
        out.begin();
        IntervalFormat.put(out, (int) months, (int) days, micros);
        out.end(row);
    }

    private static void sum(KernelInput in, int row, Vector out, int sign) {
        byte[] a = in.bytesOf(0);
        byte[] b = in.bytesOf(1);
        int x = in.startAt(0, row);
        int y = in.startAt(1, row);
        long left = IntervalFormat.micros(a, x);
        long right = sign * IntervalFormat.micros(b, y);
        long micros = left + right;
        if (((left ^ micros) & (right ^ micros)) < 0) {
            throw SqlException.of(SqlState.DATETIME_VALUE_OUT_OF_RANGE, "interval out of range");
        }
        put(
                out,
                row,
                IntervalFormat.months(a, x) + (long) sign * IntervalFormat.months(b, y),
                IntervalFormat.days(a, x) + (long) sign * IntervalFormat.days(b, y),
                micros);
    }

    private static void negate(KernelInput in, int row, Vector out) {
        byte[] a = in.bytesOf(0);
        int at = in.startAt(0, row);
        put(
                out,
                row,
                -(long) IntervalFormat.months(a, at),
                -(long) IntervalFormat.days(a, at),
                -IntervalFormat.micros(a, at));
    }

    private static void scale(KernelInput in, int row, int interval, double factor, Vector out) {
        byte[] a = in.bytesOf(interval);
        int at = in.startAt(interval, row);
        scaled(
                IntervalFormat.months(a, at),
                IntervalFormat.days(a, at),
                IntervalFormat.micros(a, at),
                factor,
                out,
                row);
    }

    /** What is left of a month goes into days, what is left of a day into time. */
    static void scaled(
            long monthPart, long dayPart, long microPart, double factor, Vector out, int row) {
        double months = monthPart * factor;
        double wholeMonths = whole(months);
        double days = dayPart * factor;
        double wholeDays = whole(days);
        double monthRest = rounded((months - wholeMonths) * 30);
        double wholeMonthRest = whole(monthRest);
        double dayRest = rounded(days - wholeDays + monthRest - wholeMonthRest);
        double micros = Math.rint(microPart * factor + dayRest * CivilTime.MICROS_PER_DAY);
        if (!(Math.abs(micros) < 0x1p63)) {
            throw SqlException.of(SqlState.DATETIME_VALUE_OUT_OF_RANGE, "interval out of range");
        }
        put(out, row, (long) wholeMonths, (long) (wholeDays + wholeMonthRest), (long) micros);
    }

    private static double whole(double x) {
        return x < 0 ? Math.ceil(x) : Math.floor(x);
    }

    /** To microseconds of a second, so that fractions that ought to be whole days are. */
    private static double rounded(double days) {
        return Math.rint(days * CivilTime.MICROS_PER_DAY) / CivilTime.MICROS_PER_DAY;
    }
}
