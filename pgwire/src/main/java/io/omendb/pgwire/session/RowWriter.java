package io.omendb.pgwire.session;

import io.omendb.pgwire.codec.BackendMessages;
import io.omendb.pgwire.codec.RowDescription;
import io.omendb.pgwire.codec.SendBuffer;
import io.omendb.pgwire.codec.SendOverflow;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeCodec;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of the running statement as DataRow, or the lines of COPY TO STDOUT as CopyData,
 * until the send buffer is full. One per session, set up anew for each execution.
 */
final class RowWriter implements RowSink {
    private static final int LENGTH_NULL = -1;
    private static final SqlType[] NO_TYPES = {};
    private static final short[] NO_FORMATS = {};

    private final SendBuffer out;
    private SqlType[] types = NO_TYPES;
    private TypeCodec[] codecs = new TypeCodec[8];
    private short[] formats = NO_FORMATS;
    private SessionFormat format = SessionFormat.DEFAULT;
    private @Nullable RowDescription describeFirst;
    private int copyColumns = -1;
    private boolean isCopy;
    private long rowsTaken;
    private @Nullable SendOverflow overflow;

    RowWriter(SendBuffer out) {
        this.out = out;
    }

    /**
     * An execution begins.
     *
     * @param columnFormats of each column, 0 text, 1 binary
     * @param describes whether the client is to be told of the columns before the first row
     */
    void begin(
            PreparedStatement prepared,
            BackendPlan plan,
            short[] columnFormats,
            SessionFormat with,
            boolean describes) {
        isCopy = plan.copy() == BackendPlan.Copy.OUT;
        copyColumns = isCopy ? plan.copyColumnCount() : -1;
        types = isCopy ? NO_TYPES : prepared.columnTypes();
        formats = isCopy ? NO_FORMATS : columnFormats;
        format = with;
        describeFirst = describes && !isCopy ? prepared.description() : null;
        overflow = null;
        rowsTaken = 0;
        if (codecs.length < types.length) {
            codecs = new TypeCodec[types.length];
        }
        for (int i = 0; i < types.length; i++) {
            codecs[i] = TypeCodec.of(types[i].kind());
        }
    }

    boolean isCopyOut() {
        return isCopy;
    }

    /**
     * The row that was too large for the send buffer, if there was one: the statement is then to
     * fail.
     */
    @Nullable SendOverflow overflow() {
        return overflow;
    }

    /** Rows written since the set-up. */
    long rowsTaken() {
        return rowsTaken;
    }

    /** The statement has ended: what announces the rows is written if no row came. */
    void finish() {
        announce();
        if (isCopy) {
            BackendMessages.copyDone(out);
        }
    }

    @Override
    public int accept(Batch batch, int first, int count) {
        announce();
        int taken = 0;
        try {
            while (taken < count && !isFull()) {
                row(batch, first + taken);
                taken++;
            }
        } catch (SendOverflow tooLarge) {
            overflowed(tooLarge);
        }
        rowsTaken += taken;
        return taken;
    }

    @Override
    public void copyOut(byte[] bytes, int offset, int length) {
        announce();
        try {
            BackendMessages.copyData(out, bytes, offset, length);
        } catch (SendOverflow tooLarge) {
            overflowed(tooLarge);
        }
    }

    @Override
    public boolean isFull() {
        return out.isFull() || overflow != null;
    }

    private void overflowed(SendOverflow tooLarge) {
        out.abandonUnfinished();
        overflow = tooLarge;
    }

    private void announce() {
        RowDescription description = describeFirst;
        if (description != null) {
            describeFirst = null;
            description.write(out, formats);
        }
        if (copyColumns >= 0) {
            BackendMessages.copyOutResponse(out, copyColumns);
            copyColumns = -1;
        }
    }

    private void row(Batch batch, int row) {
        BackendMessages.beginDataRow(out, types.length);
        for (int i = 0; i < types.length; i++) {
            Vector column = batch.columns[i];
            if (column.isNull(row)) {
                out.int32(LENGTH_NULL);
                continue;
            }
            long start = out.beginValue();
            if (formats[i] == BackendMessages.FORMAT_TEXT) {
                codecs[i].formatText(column, row, types[i], format, out);
            } else {
                codecs[i].encodeBinary(column, row, types[i], out);
            }
            out.endValue(start);
        }
        out.endMessage();
    }
}
