package io.omendb.engine.api;

import io.omendb.sql.vector.Batch;
import org.jspecify.annotations.Nullable;

/**
 * Hands the rows of one batch to a sink, over as many calls as the sink and the row limit make of
 * it.
 */
final class RowDelivery {
    private @Nullable Batch batch;
    private int next;
    private long left;

    /** A call to advance begins: so many rows may be delivered in it. */
    void limit(long rowsMax) {
        left = rowsMax;
    }

    void clear() {
        batch = null;
    }

    /** The next batch; it must stay as it is until it has been delivered. */
    void begin(Batch rows) {
        batch = rows;
        next = 0;
    }

    /**
     * Delivers what it can.
     *
     * @return {@link Progress#DONE} when the batch has been delivered, SUSPENDED at the limit,
     *     SINK_FULL
     */
    Progress deliver(RowSink sink) {
        Batch rows = batch;
        if (rows == null) {
            return Progress.DONE;
        }
        while (next < rows.count) {
            if (left == 0) {
                return Progress.SUSPENDED;
            }
            int offered = (int) Math.min(rows.count - next, left);
            int taken = sink.accept(rows, next, offered);
            next += taken;
            left -= taken;
            if (taken < offered) {
                return Progress.SINK_FULL;
            }
        }
        batch = null;
        return Progress.DONE;
    }

    /** Whether nothing more may be delivered in this call. */
    boolean isAtLimit() {
        return left == 0;
    }

    /** Rows delivered in this call, of the limit that it began with. */
    long delivered(long rowsMax) {
        return rowsMax - left;
    }
}
