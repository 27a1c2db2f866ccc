package io.omendb.perf.site;

import java.sql.SQLException;
import org.postgresql.copy.CopyIn;

/** Rows in the text form of COPY, sent in pieces of {@value #CAPACITY} bytes. */
public final class CopyText {
    private static final int CAPACITY = 1 << 16;
    private static final int ROW_BYTES_MAX = 80;
    private static final int RADIX = 10;
    private static final int THOUSANDTHS = 1_000;

    private final CopyIn copy;
    private final byte[] buffer = new byte[CAPACITY];
    private int length;

    public CopyText(CopyIn copy) {
        this.copy = copy;
    }

    /**
     * @param value not negative, at most three digits behind the point
     */
    public void row(long timestamp, double value, int sensor) throws SQLException {
        if (length > CAPACITY - ROW_BYTES_MAX) {
            flush();
        }
        digits(timestamp, 1);
        put('\t');
        long thousandths = Math.round(value * THOUSANDTHS);
        digits(thousandths / THOUSANDTHS, 1);
        put('.');
        digits(thousandths % THOUSANDTHS, 3);
        put('\t');
        digits(sensor, 1);
        put('\n');
    }

    public void flush() throws SQLException {
        copy.writeToCopy(buffer, 0, length);
        length = 0;
    }

    private void digits(long number, int least) {
        int count = 1;
        for (long rest = number / RADIX; rest > 0; rest /= RADIX) {
            count++;
        }
        count = Math.max(count, least);
        long rest = number;
        for (int i = length + count - 1; i >= length; i--) {
            buffer[i] = (byte) ('0' + rest % RADIX);
            rest /= RADIX;
        }
        length += count;
    }

    private void put(char ascii) {
        buffer[length++] = (byte) ascii;
    }
}
