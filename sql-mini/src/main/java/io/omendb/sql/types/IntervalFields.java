package io.omendb.sql.types;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.util.List;

/**
 * The modifier of interval: which fields it has, as a mask in the upper 16 bits, and how many
 * digits its seconds have after the point in the lower ones. What lies below the last field is cut
 * off.
 */
final class IntervalFields {
    static final int FULL_PRECISION = 0xFFFF;

    private static final int FULL_RANGE = 0x7FFF;
    private static final int MONTH = 1 << 1;
    private static final int YEAR = 1 << 2;
    private static final int DAY = 1 << 3;
    private static final int HOUR = 1 << 10;
    private static final int MINUTE = 1 << 11;
    private static final int SECOND = 1 << 12;
    private static final int PRECISION_MAX = 6;

    private IntervalFields() {}

    /** The modifier for a mask of fields and perhaps a precision. */
    static int modifier(List<Integer> arguments) {
        int precision = arguments.size() > 1 ? arguments.get(1) : FULL_PRECISION;
        if (precision < 0) {
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "INTERVAL(" + precision + ") precision must not be negative");
        }
        int digits = arguments.size() > 1 ? Math.min(precision, PRECISION_MAX) : FULL_PRECISION;
        return arguments.get(0) << 16 | digits;
    }

    private static int range(int modifier) {
        return modifier < 0 ? FULL_RANGE : modifier >> 16 & FULL_RANGE;
    }

    /** Whether a clock of two parts means minutes and seconds. */
    static boolean isMinuteToSecond(int modifier) {
        return range(modifier) == (MINUTE | SECOND);
    }

    /** The unit of a number without one: the last field. */
    static String unit(int modifier) {
        int range = range(modifier);
        if (range == FULL_RANGE || (range & SECOND) != 0) {
            return "second";
        }
        return switch (Integer.highestOneBit(range & (HOUR | MINUTE))) {
            case MINUTE -> "minute";
            case HOUR -> "hour";
            default -> (range & DAY) != 0 ? "day" : (range & MONTH) != 0 ? "month" : "year";
        };
    }

    static int months(int modifier, int months) {
        return range(modifier) == YEAR ? months / 12 * 12 : months;
    }

    static int days(int modifier, int days) {
        int range = range(modifier);
        return (range & ~(YEAR | MONTH)) == 0 ? 0 : days;
    }

    static long micros(int modifier, long micros) {
        int range = range(modifier);
        if (range != FULL_RANGE && (range & SECOND) == 0) {
            long unit =
                    (range & MINUTE) != 0
                            ? CivilTime.MICROS_PER_MINUTE
                            : (range & HOUR) != 0 ? CivilTime.MICROS_PER_HOUR : 0;
            return unit == 0 ? 0 : micros / unit * unit;
        }
        int digits = modifier & FULL_PRECISION;
        if (modifier < 0 || digits >= PRECISION_MAX) {
            return micros;
        }
        long unit = NumericFormat.powerOfTen(PRECISION_MAX - digits);
        return NumericScale.roundedQuotient(micros, unit) * unit;
    }

    /** As format_type shows it after "interval". */
    static String suffix(int modifier) {
        if (modifier < 0) {
            return "";
        }
        int range = range(modifier);
        StringBuilder text = new StringBuilder();
        if (range != FULL_RANGE) {
            String first =
                    (range & YEAR) != 0
                            ? "year"
                            : (range & MONTH) != 0
                                    ? "month"
                                    : (range & DAY) != 0
                                            ? "day"
                                            : (range & HOUR) != 0
                                                    ? "hour"
                                                    : (range & MINUTE) != 0 ? "minute" : "second";
            String last = unit(modifier);
            text.append(' ').append(first);
            if (!first.equals(last)) {
                text.append(" to ").append(last);
            }
        }
        int digits = modifier & FULL_PRECISION;
        if (digits != FULL_PRECISION) {
            text.append('(').append(digits).append(')');
        }
        return text.toString();
    }
}
