package io.omendb.sql.types;

import io.omendb.sql.vector.Vector;

/**
 * The bytes of an interval: microseconds (8), days (4), months (4), big-endian, as PostgreSQL sends
 * them. The three parts are kept apart because months and days have no fixed length; comparison
 * takes 30 days and 24 hours for them.
 */
public final class IntervalFormat {
    public static final int LENGTH = 16;
    public static final long MICROS_PER_DAY = 86_400_000_000L;

    private static final int DAYS = 8;
    private static final int MONTHS = 12;
    private static final int DAYS_PER_MONTH = 30;

    private IntervalFormat() {}

    public static long micros(byte[] a, int offset) {
        return (long) intAt(a, offset) << 32 | intAt(a, offset + 4) & 0xffff_ffffL;
    }

    public static int days(byte[] a, int offset) {
        return intAt(a, offset + DAYS);
    }

    public static int months(byte[] a, int offset) {
        return intAt(a, offset + MONTHS);
    }

    private static int intAt(byte[] a, int offset) {
        return a[offset] << 24
                | (a[offset + 1] & 0xff) << 16
                | (a[offset + 2] & 0xff) << 8
                | a[offset + 3] & 0xff;
    }

    public static void put(ByteSink out, int months, int days, long micros) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.put((byte) (micros >> shift));
        }
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.put((byte) (days >> shift));
        }
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.put((byte) (months >> shift));
        }
    }

    /** Cuts an interval to the fields and the precision of a type. */
    public static void fit(byte[] a, int offset, SqlType type, Vector out, int row) {
        int modifier = type.modifier();
        out.begin();
        put(
                out,
                IntervalFields.months(modifier, months(a, offset)),
                IntervalFields.days(modifier, days(a, offset)),
                IntervalFields.micros(modifier, micros(a, offset)));
        out.end(row);
    }

    private static long wholeDays(byte[] a, int offset) {
        return (long) months(a, offset) * DAYS_PER_MONTH
                + days(a, offset)
                + Math.floorDiv(micros(a, offset), MICROS_PER_DAY);
    }

    public static int compare(byte[] a, int aOffset, byte[] b, int bOffset) {
        int byDays = Long.compare(wholeDays(a, aOffset), wholeDays(b, bOffset));
        if (byDays != 0) {
            return byDays;
        }
        return Long.compare(
                Math.floorMod(micros(a, aOffset), MICROS_PER_DAY),
                Math.floorMod(micros(b, bOffset), MICROS_PER_DAY));
    }

    public static long hash(byte[] a, int offset) {
        return wholeDays(a, offset) * 31 + Math.floorMod(micros(a, offset), MICROS_PER_DAY);
    }
}
