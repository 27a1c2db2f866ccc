package io.omendb.sql.types;

/**
 * ISO text of dates and times: writing, and reading of the form that is written, both without
 * allocation.
 */
final class DateTimeText {
    /** The text is not in the form that {@link #parseTimestamp} and {@link #parseDate} read. */
    static final long NOT_ISO = Long.MIN_VALUE + 1;

    private static final byte[] INFINITY = {'i', 'n', 'f', 'i', 'n', 'i', 't', 'y'};
    private static final int FRACTION_DIGITS = 6;

    private DateTimeText() {}

    private static int two(byte[] a, int at) {
        int high = a[at] - '0';
        int low = a[at + 1] - '0';
        return high < 0 || high > 9 || low < 0 || low > 9 ? -1 : high * 10 + low;
    }

    /** Days of {@code YYYY-MM-DD}, or NOT_ISO. */
    static long parseDate(byte[] a, int from, int to) {
        if (to - from != 10 || a[from + 4] != '-' || a[from + 7] != '-') {
            return NOT_ISO;
        }
        int century = two(a, from);
        int yearOfCentury = two(a, from + 2);
        int month = two(a, from + 5);
        int day = two(a, from + 8);
        if (century < 0 || yearOfCentury < 0 || month < 1 || month > 12 || day < 1) {
            return NOT_ISO;
        }
        int year = century * 100 + yearOfCentury;
        return year == 0 || day > CivilTime.daysOfMonth(year, month)
                ? NOT_ISO
                : CivilTime.days(year, month, day);
    }

    /**
     * Microseconds of {@code YYYY-MM-DD HH:MM:SS[.ffffff][+HH[:MM]]} (T or a space between), or
     * NOT_ISO.
     *
     * @param zone whether an offset is taken into account, its absence meaning the session's zone;
     *     otherwise it is ignored
     */
    static long parseTimestamp(byte[] a, int from, int to, boolean zone, SessionFormat format) {
        if (to - from < 19 || a[from + 10] != ' ' && a[from + 10] != 'T') {
            return NOT_ISO;
        }
        long days = parseDate(a, from, from + 10);
        int hour = two(a, from + 11);
        int minute = two(a, from + 14);
        int second = two(a, from + 17);
        if (days == NOT_ISO || a[from + 13] != ':' || a[from + 16] != ':') {
            return NOT_ISO;
        }
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return NOT_ISO;
        }
        int at = from + 19;
        long fraction = 0;
        if (at < to && a[at] == '.') {
            int digits = 0;
            for (at++;
                    at < to && a[at] >= '0' && a[at] <= '9' && digits <= FRACTION_DIGITS;
                    at++, digits++) {
                fraction = fraction * 10 + a[at] - '0';
            }
            if (digits > FRACTION_DIGITS) {
                return NOT_ISO;
            }
            for (; digits < FRACTION_DIGITS; digits++) {
                fraction *= 10;
            }
        }
        long time = ((hour * 60L + minute) * 60 + second) * CivilTime.MICROS_PER_SECOND + fraction;
        long local = days * CivilTime.MICROS_PER_DAY + time;
        if (at == to) {
            return zone ? CivilTime.toUtc(format.timeZone(), local) : local;
        }
        int offset = parseOffset(a, at, to);
        if (offset == Integer.MIN_VALUE) {
            return NOT_ISO;
        }
        return zone ? local - offset * CivilTime.MICROS_PER_SECOND : local;
    }

    /**
     * Seconds of {@code Z}, {@code +HH}, {@code +HHMM} or {@code +HH:MM[:SS]}; Integer.MIN_VALUE
     * for anything else.
     */
    static int parseOffset(byte[] a, int at, int to) {
        int length = to - at;
        if (length == 1 && (a[at] == 'Z' || a[at] == 'z')) {
            return 0;
        }
        if (length < 3 || a[at] != '+' && a[at] != '-') {
            return Integer.MIN_VALUE;
        }
        int hours = two(a, at + 1);
        int minutes = 0;
        int seconds = 0;
        if (length == 5) {
            minutes = two(a, at + 3);
        } else if (length == 6 && a[at + 3] == ':') {
            minutes = two(a, at + 4);
        } else if (length == 9 && a[at + 3] == ':' && a[at + 6] == ':') {
            minutes = two(a, at + 4);
            seconds = two(a, at + 7);
        } else if (length != 3) {
            return Integer.MIN_VALUE;
        }
        if (hours < 0 || hours > 15 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) {
            return Integer.MIN_VALUE;
        }
        int total = hours * 3600 + minutes * 60 + seconds;
        return a[at] == '-' ? -total : total;
    }

    static int putInfinity(ByteSink out, boolean negative) {
        if (negative) {
            out.put((byte) '-');
        }
        out.put(INFINITY, 0, INFINITY.length);
        return INFINITY.length + (negative ? 1 : 0);
    }

    /** The date without its era; {@link #putEra} ends the text. */
    static int putDate(ByteSink out, long date) {
        long year = CivilTime.year(date);
        long shown = year > 0 ? year : 1 - year;
        int written = DecimalText.putDigits(out, shown, Math.max(4, DecimalText.digitCount(shown)));
        out.put((byte) '-');
        DecimalText.putDigits(out, CivilTime.month(date), 2);
        out.put((byte) '-');
        DecimalText.putDigits(out, CivilTime.day(date), 2);
        return written + 6;
    }

    static int putEra(ByteSink out, long date) {
        if (CivilTime.year(date) > 0) {
            return 0;
        }
        out.put((byte) ' ');
        out.put((byte) 'B');
        out.put((byte) 'C');
        return 3;
    }

    /** Hours, minutes, seconds and, where there is one, the fraction without zeros at its end. */
    static int putTime(ByteSink out, long micros) {
        long seconds = micros / CivilTime.MICROS_PER_SECOND;
        long hours = seconds / 3600;
        int written = DecimalText.putDigits(out, hours, Math.max(2, DecimalText.digitCount(hours)));
        out.put((byte) ':');
        DecimalText.putDigits(out, seconds / 60 % 60, 2);
        out.put((byte) ':');
        DecimalText.putDigits(out, seconds % 60, 2);
        written += 6;
        long fraction = micros % CivilTime.MICROS_PER_SECOND;
        if (fraction == 0) {
            return written;
        }
        int digits = FRACTION_DIGITS;
        while (fraction % 10 == 0) {
            fraction /= 10;
            digits--;
        }
        out.put((byte) '.');
        return written + 1 + DecimalText.putDigits(out, fraction, digits);
    }

    static int putOffset(ByteSink out, int offset) {
        int magnitude = Math.abs(offset);
        out.put((byte) (offset < 0 ? '-' : '+'));
        DecimalText.putDigits(out, magnitude / 3600, 2);
        int rest = magnitude % 3600;
        if (rest == 0) {
            return 3;
        }
        out.put((byte) ':');
        DecimalText.putDigits(out, rest / 60, 2);
        if (rest % 60 == 0) {
            return 6;
        }
        out.put((byte) ':');
        DecimalText.putDigits(out, rest % 60, 2);
        return 9;
    }
}
