package io.omendb.sql.types;

/** Digits of longs into byte sinks, without a buffer. */
final class DecimalText {
    private DecimalText() {}

    /** Number of decimal digits of a value that is not negative; 1 for zero. */
    static int digitCount(long value) {
        int n = 1;
        while (n < 19 && value >= NumericFormat.powerOfTen(n)) {
            if (++n == 19) {
                break;
            }
        }
        return n;
    }

    static int put(ByteSink out, long value) {
        if (value >= 0) {
            return putDigits(out, value, digitCount(value));
        }
        out.put((byte) '-');
        if (value == Long.MIN_VALUE) {
            putDigits(out, 922_337_203_685_477_580L, 18);
            out.put((byte) '8');
            return 20;
        }
        return 1 + putDigits(out, -value, digitCount(-value));
    }

    /** Exactly {@code count} digits, at most 19, zeros first; the value has no more. */
    static int putDigits(ByteSink out, long value, int count) {
        long rest = value;
        for (int i = count - 1; i > 0; i--) {
            long power = NumericFormat.powerOfTen(i);
            long digit = rest / power;
            out.put((byte) ('0' + digit));
            rest -= digit * power;
        }
        out.put((byte) ('0' + rest));
        return count;
    }
}
