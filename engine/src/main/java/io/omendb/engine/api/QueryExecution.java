package io.omendb.engine.api;

import io.omendb.engine.exec.Cursor;
import io.omendb.engine.exec.QueryPlan;
import io.omendb.sql.types.ByteSink;
import org.jspecify.annotations.Nullable;

/** A query: its rows at one snapshot, a batch at a time, as the sink has room. */
final class QueryExecution extends StatementExecution {
    private final QueryPlan plan;
    private final RowDelivery delivery = new RowDelivery();
    private @Nullable ReadView view;
    private @Nullable Cursor cursor;

    QueryExecution(Session session, PreparedPlan prepared, QueryPlan plan) {
        super(session, prepared);
        this.plan = plan;
    }

    @Override
    void reset() {
        delivery.clear();
    }

    @Override
    Progress run(RowSink sink, long rowsMax) {
        ReadView reading = view == null ? open() : view;
        Cursor rows = cursor;
        assert rows != null;
        delivery.limit(rowsMax);
        while (true) {
            Progress progress = delivery.deliver(sink);
            if (progress != Progress.DONE) {
                rowCount += delivery.delivered(rowsMax);
                return progress;
            }
            if (sink.isFull()) {
                rowCount += delivery.delivered(rowsMax);
                return Progress.SINK_FULL;
            }
            if (delivery.isAtLimit()) {
                // PostgreSQL does not look ahead either: a portal at its limit is suspended, though
                // no row may follow.
                rowCount += delivery.delivered(rowsMax);
                return Progress.SUSPENDED;
            }
            if (nextBatch(reading, rows) == 0) {
                rowCount += delivery.delivered(rowsMax);
                return Progress.DONE;
            }
            delivery.begin(rows.batch());
        }
    }

    private ReadView open() {
        ReadView opened = session.takeView();
        view = opened;
        opened.open(parameters);
        session.writerSession().dependOn(opened.lsn());
        opened.enter();
        try {
            cursor = plan.open(opened);
        } finally {
            opened.exit();
        }
        return opened;
    }

    private static int nextBatch(ReadView view, Cursor cursor) {
        view.checkCancel();
        view.enter();
        try {
            return cursor.next();
        } finally {
            view.exit();
        }
    }

    @Override
    void releaseResources() {
        Cursor rows = cursor;
        if (rows != null) {
            cursor = null;
            rows.close();
        }
        ReadView opened = view;
        if (opened != null) {
            view = null;
            session.giveBack(opened);
        }
    }

    @Override
    public void writeTag(ByteSink out) {
        CommandTag.SELECT.write(rowCount, out);
    }
}
