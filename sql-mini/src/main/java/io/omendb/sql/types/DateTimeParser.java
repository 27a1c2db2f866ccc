package io.omendb.sql.types;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the many forms of dates and times that PostgreSQL takes, field by field: ISO and American
 * dates, month names, packed digits, AM and PM, eras, zones by offset, name and region, and the
 * special words. One object per text.
 */
final class DateTimeParser {
    private static final List<String> MONTHS =
            List.of(
                    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                    "dec");
    private static final List<String> DAYS =
            List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

    /** The Julian day of 2000-01-01. */
    private static final long JULIAN_2000 = 2_451_545;

    private final String text;
    private final String typeName;
    private final SessionFormat format;
    private final List<Integer> numbers = new ArrayList<>();

    private long year = Long.MIN_VALUE;
    private int month;
    private int day;
    private long time;
    private boolean hasTime;
    private boolean beforeChrist;
    private @Nullable Boolean afternoon;
    private @Nullable ZoneId zone;
    private @Nullable String special;

    DateTimeParser(String text, String typeName, SessionFormat format) {
        this.text = text;
        this.typeName = typeName;
        this.format = format;
    }

    long date() {
        read();
        if (special != null) {
            return CivilTime.dateOfTimestamp(specialLocal(special));
        }
        return days();
    }

    long timestamp() {
        read();
        return special != null ? specialLocal(special) : local();
    }

    long timestampWithZone() {
        read();
        ZoneId used = zone == null ? format.timeZone() : zone;
        if (special != null) {
            return switch (special) {
                case "now" -> format.transactionTimeMicros();
                case "epoch" -> -CivilTime.UNIX_EPOCH_MICROS;
                default -> CivilTime.toUtc(used, specialLocal(special));
            };
        }
        return CivilTime.toUtc(used, local());
    }

    private long specialLocal(String word) {
        long now = CivilTime.toLocal(format.timeZone(), format.transactionTimeMicros());
        long today = Math.floorDiv(now, CivilTime.MICROS_PER_DAY) * CivilTime.MICROS_PER_DAY;
        long value =
                switch (word) {
                    case "infinity" -> CivilTime.INFINITY;
                    case "-infinity" -> CivilTime.MINUS_INFINITY;
                    case "epoch" -> -CivilTime.UNIX_EPOCH_MICROS;
                    case "now" -> now;
                    case "tomorrow" -> today + CivilTime.MICROS_PER_DAY;
                    case "yesterday" -> today - CivilTime.MICROS_PER_DAY;
                    default -> today;
                };
        return hasTime && !CivilTime.isInfinite(value) ? value + time : value;
    }

    private long days() {
        if (year == Long.MIN_VALUE || month == 0 || day == 0) {
            throw invalid();
        }
        if (month < 1 || month > 12 || day < 1 || day > 31) {
            throw fieldOutOfRange().withHint("Perhaps you need a different \"DateStyle\" setting.");
        }
        if (beforeChrist ? year < 1 : year == 0) {
            throw fieldOutOfRange();
        }
        long civilYear = beforeChrist ? 1 - year : year;
        if (day > CivilTime.daysOfMonth(civilYear, month)) {
            throw fieldOutOfRange();
        }
        long days = CivilTime.days(civilYear, month, day);
        if (!CivilTime.isDateInRange(days)) {
            throw SqlException.of(
                    SqlState.DATETIME_VALUE_OUT_OF_RANGE, "date out of range: \"" + text + "\"");
        }
        return days;
    }

    private long local() {
        long days = days();
        if (days > Integer.MAX_VALUE / 20) {
            throw outOfRange();
        }
        long micros = days * CivilTime.MICROS_PER_DAY + time;
        if (!CivilTime.isTimestampInRange(micros)) {
            throw outOfRange();
        }
        return micros;
    }

    private SqlException outOfRange() {
        return SqlException.of(
                SqlState.DATETIME_VALUE_OUT_OF_RANGE, "timestamp out of range: \"" + text + "\"");
    }

    private SqlException invalid() {
        return SqlException.of(
                SqlState.INVALID_DATETIME_FORMAT,
                "invalid input syntax for type " + typeName + ": \"" + text + "\"");
    }

    private SqlException fieldOutOfRange() {
        return SqlException.of(
                SqlState.DATETIME_VALUE_OUT_OF_RANGE,
                "date/time field value out of range: \"" + text + "\"");
    }

    private void read() {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.isEmpty()) {
            throw invalid();
        }
        for (String field : fields(lower)) {
            readField(field);
        }
        placeNumbers();
        if (afternoon != null) {
            long hour = time / CivilTime.MICROS_PER_HOUR;
            if (!hasTime || hour < 1 || hour > 12) {
                throw fieldOutOfRange();
            }
            time += ((hour == 12 ? -12 : 0) + (afternoon ? 12 : 0)) * CivilTime.MICROS_PER_HOUR;
        }
    }

    /**
     * Splits at spaces and commas, at the T of ISO times, and before the sign of an offset after a
     * time.
     */
    private static List<String> fields(String lower) {
        List<String> fields = new ArrayList<>();
        for (String part : lower.split("[\\s,]+", -1)) {
            int t = part.indexOf('t');
            boolean isoTime =
                    t > 0 && t + 1 < part.length() && digit(part, t - 1) && digit(part, t + 1);
            if (isoTime) {
                fields.add(part.substring(0, t));
                addTime(fields, part.substring(t + 1));
            } else if (part.indexOf(':') > 0 && digit(part, 0)) {
                addTime(fields, part);
            } else if (!part.isEmpty()) {
                fields.add(part);
            }
        }
        return fields;
    }

    private static boolean digit(String s, int at) {
        return s.charAt(at) >= '0' && s.charAt(at) <= '9';
    }

    private static void addTime(List<String> fields, String part) {
        int end = 0;
        while (end < part.length()
                && (digit(part, end) || part.charAt(end) == ':' || part.charAt(end) == '.')) {
            end++;
        }
        String clock = part.substring(0, end);
        fields.add(clock.indexOf(':') < 0 ? packedClock(clock) : clock);
        if (end < part.length()) {
            fields.add(part.substring(end));
        }
    }

    private static String packedClock(String clock) {
        if (clock.length() == 2) {
            return clock + ":00";
        }
        return clock.length() < 4
                ? clock
                : clock.substring(0, 2)
                        + ":"
                        + clock.substring(2, 4)
                        + (clock.length() > 4 ? ":" + clock.substring(4) : "");
    }

    private void readField(String field) {
        char first = field.charAt(0);
        if (field.indexOf(':') > 0 && digit(field, 0)) {
            readClock(field);
        } else if (first == '+' || first == '-' && !field.equals("-infinity")) {
            readOffset(field);
        } else if (digit(field, 0)) {
            readDigits(field);
        } else {
            readWord(field);
        }
    }

    private void readClock(String field) {
        String[] parts = field.split(":", -1);
        if (hasTime || parts.length > 3) {
            throw invalid();
        }
        hasTime = true;
        long hour = number(parts[0]);
        long minute = number(parts[1]);
        long micros = 0;
        if (parts.length == 3) {
            if (!parts[2].matches("[0-9]{1,2}(\\.[0-9]*)?")) {
                throw invalid();
            }
            micros = Math.round(Double.parseDouble(parts[2]) * CivilTime.MICROS_PER_SECOND);
        }
        time = hour * CivilTime.MICROS_PER_HOUR + minute * CivilTime.MICROS_PER_MINUTE + micros;
        if (hour > 24
                || minute > 59
                || micros > CivilTime.MICROS_PER_MINUTE
                || time > CivilTime.MICROS_PER_DAY) {
            throw fieldOutOfRange();
        }
    }

    private int number(String digits) {
        if (digits.isEmpty() || digits.length() > 9 || !digits.matches("[0-9]+")) {
            throw invalid();
        }
        return Integer.parseInt(digits);
    }

    private void readOffset(String field) {
        String digits = field.substring(1);
        String padded = digits.length() == 1 || digits.indexOf(':') == 1 ? "0" + digits : digits;
        byte[] ascii = (field.charAt(0) + padded).getBytes(StandardCharsets.US_ASCII);
        int offset = DateTimeText.parseOffset(ascii, 0, ascii.length);
        if (offset == Integer.MIN_VALUE || !hasTime) {
            throw invalid();
        }
        zone = ZoneOffset.ofTotalSeconds(offset);
    }

    private void readDigits(String field) {
        String[] parts = field.split("[-/.]", -1);
        if (parts.length == 3) {
            readDate(parts);
        } else if (parts.length == 1 && field.matches("[0-9]+")) {
            if (field.length() == 8 && year == Long.MIN_VALUE) {
                setDate(
                        number(field.substring(0, 4)),
                        number(field.substring(4, 6)),
                        number(field.substring(6)));
            } else if (field.length() == 6 && year == Long.MIN_VALUE) {
                setDate(
                        century(number(field.substring(0, 2)), 2),
                        number(field.substring(2, 4)),
                        number(field.substring(4)));
            } else {
                numbers.add(number(field));
                if (field.length() > 2) {
                    year = number(field);
                    numbers.removeLast();
                }
            }
        } else if (field.matches("[0-9]{4}\\.[0-9]{3}")) {
            setDayOfYear(number(parts[0]), number(parts[1]));
        } else if (field.matches("[0-9]+(am|pm)")) {
            readWord(field.substring(field.length() - 2));
            readClock(field.substring(0, field.length() - 2) + ":00");
        } else {
            throw invalid();
        }
    }

    private void readDate(String[] parts) {
        int monthByName =
                MONTHS.indexOf(parts[1].length() < 3 ? parts[1] : parts[1].substring(0, 3)) + 1;
        if (monthByName > 0) {
            boolean yearFirst = parts[0].length() > 2;
            int yearAt = yearFirst ? 0 : 2;
            setDate(
                    century(number(parts[yearAt]), parts[yearAt].length()),
                    monthByName,
                    number(parts[yearFirst ? 2 : 0]));
        } else if (parts[0].length() > 2) {
            setDate(number(parts[0]), number(parts[1]), number(parts[2]));
        } else {
            int a = number(parts[0]);
            int b = number(parts[1]);
            long y = century(number(parts[2]), parts[2].length());
            setDate(y, format.monthFirst() ? a : b, format.monthFirst() ? b : a);
        }
    }

    private void setDayOfYear(int yearOfEra, int dayOfYear) {
        long date = CivilTime.date(CivilTime.days(yearOfEra, 1, 1) + dayOfYear - 1);
        setDate(CivilTime.year(date), CivilTime.month(date), CivilTime.day(date));
    }

    private static long century(int number, int digits) {
        return digits > 2 ? number : number < 70 ? 2000 + number : 1900 + number;
    }

    private void setDate(long year, int month, int day) {
        if (this.year != Long.MIN_VALUE || this.month != 0) {
            throw invalid();
        }
        this.year = year;
        this.month = month;
        this.day = day;
        if (month == 0 || day == 0) {
            throw fieldOutOfRange().withHint("Perhaps you need a different \"DateStyle\" setting.");
        }
    }

    private void readWord(String word) {
        if (word.matches("j[0-9]{1,9}")) {
            long date = CivilTime.date(number(word.substring(1)) - JULIAN_2000);
            setDate(CivilTime.year(date), CivilTime.month(date), CivilTime.day(date));
            return;
        }
        switch (word) {
            case "infinity", "-infinity", "epoch", "now", "today", "tomorrow", "yesterday" ->
                    special = word;
            case "bc" -> beforeChrist = true;
            case "ad", "at", "on", "t" -> {}
            case "am" -> afternoon = false;
            case "pm" -> afternoon = true;
            case "allballs" -> hasTime = true;
            default -> {
                String start = word.substring(0, Math.min(3, word.length()));
                if (MONTHS.contains(start) && isName(word, MONTHS)) {
                    month = MONTHS.indexOf(start) + 1;
                } else if (!DAYS.contains(start)) {
                    readZone(word);
                }
            }
        }
    }

    private static boolean isName(String word, List<String> names) {
        return names.contains(word)
                || word.length() > 3 && word.chars().allMatch(Character::isLetter);
    }

    private void readZone(String word) {
        if (!word.matches("[a-z][a-z0-9_/+:-]*") || !hasTime) {
            throw invalid();
        }
        zone = TimeZones.find(word);
        if (zone == null) {
            throw word.indexOf('/') < 0
                    ? invalid()
                    : SqlException.of(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "time zone \"" + word + "\" not recognized");
        }
    }

    /** Numbers on their own are day and year beside a month's name. */
    private void placeNumbers() {
        if (special != null) {
            return;
        }
        for (int number : numbers) {
            if (month != 0 && day == 0) {
                day = number;
            } else if (year == Long.MIN_VALUE) {
                year = century(number, 2);
            } else {
                throw invalid();
            }
        }
    }
}
