package io.omendb.sql.types;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.vector.Vector;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * interval: amounts with units, a clock part, or ISO 8601 with designators; written in the style
 * "postgres".
 */
final class IntervalCodec extends TypeCodec {
    private static final byte[] YEAR = {'y', 'e', 'a', 'r'};
    private static final byte[] MONTH = {'m', 'o', 'n'};
    private static final byte[] DAY = {'d', 'a', 'y'};

    @Override
    public void parseText(
            byte[] source,
            int offset,
            int length,
            SqlType type,
            SessionFormat format,
            Vector out,
            int row) {
        String text = new String(source, offset, length, StandardCharsets.UTF_8);
        Reading reading = new Reading(text, type.modifier());
        if (text.strip().startsWith("P")) {
            reading.readIso(text.strip());
        } else {
            reading.readFields();
        }
        try {
            int months = Math.toIntExact(reading.months);
            int days = Math.toIntExact(reading.days);
            out.begin();
            IntervalFormat.put(
                    out,
                    IntervalFields.months(type.modifier(), months),
                    IntervalFields.days(type.modifier(), days),
                    IntervalFields.micros(type.modifier(), reading.micros.longValueExact()));
            out.end(row);
        } catch (ArithmeticException e) {
            throw SqlException.of(
                    SqlState.INTERVAL_FIELD_OVERFLOW,
                    "interval field value out of range: \"" + text + "\"");
        }
    }

    /** The sums of one text. */
    private static final class Reading {
        private static final BigDecimal MICROS_PER_SECOND =
                BigDecimal.valueOf(CivilTime.MICROS_PER_SECOND);

        private static final Pattern YEAR_MONTH = Pattern.compile("[+-]?[0-9]{1,9}-[0-9]{1,2}");

        private final String text;
        private final int modifier;
        private long months;
        private long days;
        private BigDecimal micros = BigDecimal.ZERO;

        Reading(String text, int modifier) {
            this.text = text;
            this.modifier = modifier;
        }

        private SqlException invalid() {
            return SqlException.of(
                    SqlState.INVALID_DATETIME_FORMAT,
                    "invalid input syntax for type interval: \"" + text + "\"");
        }

        void readFields() {
            String lower = text.strip().toLowerCase(Locale.ROOT);
            lower = lower.startsWith("@") ? lower.substring(1).strip() : lower;
            boolean ago = lower.endsWith(" ago");
            lower = ago ? lower.substring(0, lower.length() - 4) : lower;
            lower = lower.replaceAll("([0-9])([a-z])", "$1 $2").replace(',', ' ').strip();
            if (lower.isEmpty()) {
                throw invalid();
            }
            String[] fields = lower.split("\\s+");
            int i = 0;
            while (i < fields.length) {
                String field = fields[i];
                if (YEAR_MONTH.matcher(field).matches()) {
                    addYearMonth(field);
                    i++;
                } else if (field.indexOf(':') > 0) {
                    addClock(field);
                    i++;
                } else if (!field.matches("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)")) {
                    throw invalid();
                } else if (i + 1 < fields.length && Character.isLetter(fields[i + 1].charAt(0))) {
                    add(new BigDecimal(field), fields[i + 1]);
                    i += 2;
                } else if (i + 1 < fields.length && fields[i + 1].indexOf(':') > 0) {
                    add(new BigDecimal(field), "day");
                    i++;
                } else {
                    add(new BigDecimal(field), IntervalFields.unit(modifier));
                    i++;
                }
            }
            if (ago) {
                months = -months;
                days = -days;
                micros = micros.negate();
            }
        }

        /** Years and months as SQL writes them: a sign is one of both. */
        private void addYearMonth(String field) {
            boolean negative = field.startsWith("-");
            int dash = field.lastIndexOf('-');
            int from = negative || field.startsWith("+") ? 1 : 0;
            int monthOfYear = Integer.parseInt(field, dash + 1, field.length(), 10);
            if (monthOfYear > 11) {
                throw SqlException.of(
                        SqlState.INTERVAL_FIELD_OVERFLOW,
                        "interval field value out of range: \"" + text + "\"");
            }
            long sum = Integer.parseInt(field, from, dash, 10) * 12L + monthOfYear;
            months += negative ? -sum : sum;
        }

        private void addClock(String field) {
            boolean negative = field.startsWith("-");
            String clock = negative || field.startsWith("+") ? field.substring(1) : field;
            if (!clock.matches("[0-9]+:[0-9]{1,2}(:[0-9]{1,2}(\\.[0-9]*)?)?")) {
                throw invalid();
            }
            if (IntervalFields.isMinuteToSecond(modifier)
                    && clock.indexOf(':') == clock.lastIndexOf(':')) {
                clock = "0:" + clock;
            }
            String[] parts = clock.split(":");
            BigDecimal seconds =
                    new BigDecimal(parts[0])
                            .multiply(BigDecimal.valueOf(3600))
                            .add(new BigDecimal(parts[1]).multiply(BigDecimal.valueOf(60)));
            if (parts.length == 3) {
                seconds = seconds.add(new BigDecimal(parts[2]));
            }
            addSeconds(negative ? seconds.negate() : seconds);
        }

        private void addSeconds(BigDecimal seconds) {
            micros =
                    micros.add(
                            seconds.multiply(MICROS_PER_SECOND)
                                    .setScale(0, java.math.RoundingMode.HALF_EVEN));
        }

        void readIso(String iso) {
            boolean time = false;
            int at = 1;
            while (at < iso.length()) {
                if (iso.charAt(at) == 'T') {
                    time = true;
                    at++;
                    continue;
                }
                int end = at;
                while (end < iso.length() && !Character.isLetter(iso.charAt(end))) {
                    end++;
                }
                String amount = iso.substring(at, end);
                if (end == iso.length()
                        || !amount.matches("[+-]?[0-9]*(\\.[0-9]+)?")
                        || amount.isEmpty()) {
                    throw invalid();
                }
                String unit =
                        switch (iso.charAt(end)) {
                            case 'Y' -> "year";
                            case 'M' -> time ? "minute" : "month";
                            case 'W' -> "week";
                            case 'D' -> "day";
                            case 'H' -> "hour";
                            case 'S' -> "second";
                            default -> throw invalid();
                        };
                add(new BigDecimal(amount), unit);
                at = end + 1;
            }
        }

        /**
         * Adds an amount; what a fraction of it leaves goes into the next smaller unit, a month
         * having 30 days.
         */
        private void add(BigDecimal amount, String unit) {
            switch (unit) {
                case "year", "years", "yr", "yrs", "y" ->
                        addMonths(amount.multiply(BigDecimal.valueOf(12)), false);
                case "month", "months", "mon", "mons" -> addMonths(amount, true);
                case "decade", "decades", "dec", "decs" ->
                        addMonths(amount.multiply(BigDecimal.valueOf(120)), false);
                case "century", "centuries", "cent", "c" ->
                        addMonths(amount.multiply(BigDecimal.valueOf(1200)), false);
                case "millennium", "millennia", "mil", "mils" ->
                        addMonths(amount.multiply(BigDecimal.valueOf(12_000)), false);
                case "week", "weeks", "w" -> addDays(amount.multiply(BigDecimal.valueOf(7)));
                case "day", "days", "d" -> addDays(amount);
                case "hour", "hours", "hr", "hrs", "h" ->
                        addSeconds(amount.multiply(BigDecimal.valueOf(3600)));
                case "minute", "minutes", "min", "mins", "m" ->
                        addSeconds(amount.multiply(BigDecimal.valueOf(60)));
                case "second", "seconds", "sec", "secs", "s" -> addSeconds(amount);
                case "millisecond", "milliseconds", "ms", "msec", "msecs" ->
                        addSeconds(amount.movePointLeft(3));
                case "microsecond", "microseconds", "us", "usec", "usecs" ->
                        addSeconds(amount.movePointLeft(6));
                default -> throw invalid();
            }
        }

        private void addMonths(BigDecimal amount, boolean spillsIntoDays) {
            if (!spillsIntoDays) {
                months += amount.setScale(0, java.math.RoundingMode.HALF_EVEN).longValueExact();
                return;
            }
            BigDecimal whole = amount.setScale(0, java.math.RoundingMode.DOWN);
            months += whole.longValueExact();
            addDays(amount.subtract(whole).multiply(BigDecimal.valueOf(30)));
        }

        private void addDays(BigDecimal amount) {
            BigDecimal whole = amount.setScale(0, java.math.RoundingMode.DOWN);
            days += whole.longValueExact();
            addSeconds(amount.subtract(whole).multiply(BigDecimal.valueOf(86_400)));
        }
    }

    @Override
    public int formatText(
            Vector vector, int row, SqlType type, SessionFormat format, ByteSink out) {
        int start = vector.starts[row];
        int months = IntervalFormat.months(vector.bytes, start);
        int days = IntervalFormat.days(vector.bytes, start);
        long micros = IntervalFormat.micros(vector.bytes, start);
        int written = putPart(out, months / 12, YEAR, false, false);
        boolean before = months / 12 < 0;
        written += putPart(out, months % 12, MONTH, written > 0, before);
        before = months % 12 == 0 ? before : months < 0;
        written += putPart(out, days, DAY, written > 0, before);
        before = days == 0 ? before : days < 0;
        if (written > 0 && micros == 0) {
            return written;
        }
        if (written > 0) {
            out.put((byte) ' ');
            written++;
        }
        if (micros < 0 || before) {
            out.put((byte) (micros < 0 ? '-' : '+'));
            written++;
        }
        return written + DateTimeText.putTime(out, Math.abs(micros));
    }

    private static int putPart(ByteSink out, int value, byte[] unit, boolean space, boolean plus) {
        if (value == 0) {
            return 0;
        }
        int written = 0;
        if (space) {
            out.put((byte) ' ');
            written++;
        }
        if (plus && value > 0) {
            out.put((byte) '+');
            written++;
        }
        written += DecimalText.put(out, value);
        out.put((byte) ' ');
        out.put(unit, 0, unit.length);
        written += 1 + unit.length;
        if (value != 1) {
            out.put((byte) 's');
            written++;
        }
        return written;
    }

    @Override
    public void decodeBinary(
            byte[] source, int offset, int length, SqlType type, Vector out, int row) {
        checkBinaryLength(length, IntervalFormat.LENGTH);
        out.setBytes(row, source, offset, length);
    }

    @Override
    public int encodeBinary(Vector vector, int row, SqlType type, ByteSink out) {
        out.put(vector.bytes, vector.starts[row], IntervalFormat.LENGTH);
        return IntervalFormat.LENGTH;
    }
}
