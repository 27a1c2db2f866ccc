package io.omendb.sql.function;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.CivilTime;
import io.omendb.sql.types.NumericFormat;
import io.omendb.sql.types.NumericScale;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Vector;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions that give many rows. */
final class SetFunctions {
    /** Stands in a signature that is only resolved, never called. */
    static final KernelFactory NONE =
            (types, result) -> {
                throw new IllegalStateException("a set-returning function has no kernel");
            };

    private static final String SERIES = "generate_series";
    private static final Map<String, List<SetFunctionDefinition>> DEFINITIONS =
            Map.of(
                    "unnest",
                    List.of(
                            new SetFunctionDefinition(
                                    "unnest",
                                    List.of(SqlType.of(TypeKind.ANYARRAY)),
                                    SqlType.of(TypeKind.ANYELEMENT),
                                    ArraySeries.Elements::new)),
                    "generate_subscripts",
                    List.of(subscripts(2), subscripts(3)),
                    SERIES,
                    List.of(
                            integers(SqlType.INT4, 2),
                            integers(SqlType.INT4, 3),
                            integers(SqlType.INT8, 2),
                            integers(SqlType.INT8, 3),
                            series(SqlType.NUMERIC, List.of(SqlType.NUMERIC, SqlType.NUMERIC)),
                            series(
                                    SqlType.NUMERIC,
                                    List.of(SqlType.NUMERIC, SqlType.NUMERIC, SqlType.NUMERIC)),
                            series(
                                    SqlType.TIMESTAMP,
                                    List.of(
                                            SqlType.TIMESTAMP,
                                            SqlType.TIMESTAMP,
                                            SqlType.INTERVAL)),
                            series(
                                    SqlType.TIMESTAMPTZ,
                                    List.of(
                                            SqlType.TIMESTAMPTZ,
                                            SqlType.TIMESTAMPTZ,
                                            SqlType.INTERVAL))));

    private SetFunctions() {}

    private static SetFunctionDefinition integers(SqlType type, int arity) {
        return new SetFunctionDefinition(
                SERIES, java.util.Collections.nCopies(arity, type), type, LongSeries::new);
    }

    private static SetFunctionDefinition subscripts(int arity) {
        List<SqlType> arguments =
                List.of(SqlType.of(TypeKind.ANYARRAY), SqlType.INT4, SqlType.BOOL);
        return new SetFunctionDefinition(
                "generate_subscripts",
                arguments.subList(0, arity),
                SqlType.INT4,
                ArraySeries.Subscripts::new);
    }

    private static SetFunctionDefinition series(SqlType type, List<SqlType> arguments) {
        return new SetFunctionDefinition(
                SERIES,
                arguments,
                type,
                () ->
                        type.equals(SqlType.NUMERIC)
                                ? new NumericSeries()
                                : new TimeSeries(type.equals(SqlType.TIMESTAMPTZ)));
    }

    static boolean has(String name) {
        return DEFINITIONS.containsKey(name);
    }

    static List<SetFunctionDefinition> of(String name) {
        return DEFINITIONS.getOrDefault(name, List.of());
    }

    private static SqlException stepIsZero() {
        return SqlException.of(SqlState.INVALID_PARAMETER_VALUE, "step size cannot equal zero");
    }

    static boolean anyNull(Vector[] arguments) {
        for (Vector argument : arguments) {
            if (argument.nulls[0]) {
                return true;
            }
        }
        return false;
    }

    /** Whole numbers. */
    private static final class LongSeries implements RowGenerator {
        private long next;
        private long stop;
        private long step;
        private boolean done;

        @Override
        public void open(Vector[] arguments, EvaluationContext context) {
            done = anyNull(arguments);
            if (done) {
                return;
            }
            next = arguments[0].longs[0];
            stop = arguments[1].longs[0];
            step = arguments.length > 2 ? arguments[2].longs[0] : 1;
            if (step == 0) {
                throw stepIsZero();
            }
        }

        @Override
        public int next(Vector out, int capacity) {
            int n = 0;
            while (n < capacity && !done && (step > 0 ? next <= stop : next >= stop)) {
                out.setLong(n++, next);
                long following = next + step;
                done = ((next ^ following) & (step ^ following)) < 0;
                next = following;
            }
            return n;
        }
    }

    /** Decimals. */
    private static final class NumericSeries implements RowGenerator {
        private @Nullable BigDecimal next;
        private BigDecimal stop = BigDecimal.ZERO;
        private BigDecimal step = BigDecimal.ONE;

        private static BigDecimal decimal(Vector v, String what) {
            if (!NumericFormat.isFinite(v.bytes, v.starts[0])) {
                String value = NumericFormat.isNaN(v.bytes, v.starts[0]) ? "NaN" : "infinity";
                throw SqlException.of(
                        SqlState.INVALID_PARAMETER_VALUE, what + " cannot be " + value);
            }
            return NumericFormat.decimal(v.bytes, v.starts[0], v.lengths[0]);
        }

        @Override
        public void open(Vector[] arguments, EvaluationContext context) {
            next = null;
            if (anyNull(arguments)) {
                return;
            }
            next = decimal(arguments[0], "start value");
            stop = decimal(arguments[1], "stop value");
            step = arguments.length > 2 ? decimal(arguments[2], "step size") : BigDecimal.ONE;
            if (step.signum() == 0) {
                throw stepIsZero();
            }
        }

        @Override
        public int next(Vector out, int capacity) {
            int n = 0;
            out.clear();
            while (n < capacity
                    && next != null
                    && Integer.signum(next.compareTo(stop)) * step.signum() <= 0) {
                NumericScale.setDecimal(next, SqlType.NUMERIC, out, n++);
                next = next.add(step);
            }
            return n;
        }
    }

    /** Points in time, a step of months and days following the calendar of the session's zone. */
    private static final class TimeSeries implements RowGenerator {
        private final boolean zoned;
        private ZoneId zone = ZoneOffset.UTC;
        private long next;
        private long stop;
        private int months;
        private int days;
        private long micros;
        private boolean up;
        private boolean done;

        TimeSeries(boolean zoned) {
            this.zoned = zoned;
        }

        @Override
        public void open(Vector[] arguments, EvaluationContext context) {
            done = anyNull(arguments);
            if (done) {
                return;
            }
            zone = zoned ? context.format().timeZone() : ZoneOffset.UTC;
            next = arguments[0].longs[0];
            stop = arguments[1].longs[0];
            Vector interval = arguments[2];
            months = io.omendb.sql.types.IntervalFormat.months(interval.bytes, interval.starts[0]);
            days = io.omendb.sql.types.IntervalFormat.days(interval.bytes, interval.starts[0]);
            micros = io.omendb.sql.types.IntervalFormat.micros(interval.bytes, interval.starts[0]);
            long size = (months * 30L + days) * CivilTime.MICROS_PER_DAY + micros;
            if (size == 0) {
                throw stepIsZero();
            }
            up = size > 0;
        }

        @Override
        public int next(Vector out, int capacity) {
            int n = 0;
            while (n < capacity && !done && (up ? next <= stop : next >= stop)) {
                out.setLong(n++, next);
                next = TimeArithmetic.add(next, months, days, micros, zone);
            }
            return n;
        }
    }
}
