package io.omendb.engine.api;

import io.omendb.engine.exec.QueryPlan;
import io.omendb.sql.types.ByteSink;

/** A query: its rows at one snapshot, a batch at a time, as the sink has room. */
final class QueryExecution extends StatementExecution {
    private final RowSource source;
    private final RowDelivery delivery = new RowDelivery();

    QueryExecution(Session session, PreparedPlan prepared, QueryPlan plan) {
        super(session, prepared);
        this.source = new RowSource(session, plan.isPoint(), plan::open);
    }

    @Override
    void reset() {
        delivery.clear();
    }

    @Override
    Progress run(RowSink sink, long rowsMax) {
        if (!source.isOpen()) {
            session.writerSession().dependOn(source.open(parameters).lsn());
        }
        delivery.limit(rowsMax);
        Progress progress = deliverBatches(sink);
        rowCount += delivery.delivered(rowsMax);
        return progress;
    }

    private Progress deliverBatches(RowSink sink) {
        while (true) {
            Progress progress = delivery.deliver(sink);
            if (progress != Progress.DONE) {
                return progress;
            }
            if (sink.isFull()) {
                return Progress.SINK_FULL;
            }
            if (delivery.isAtLimit()) {
                // PostgreSQL does not look ahead either: a portal at its limit is suspended, though no row may follow.
                return Progress.SUSPENDED;
            }
            if (!source.poll()) {
                return Progress.WAITING;
            }
            if (source.take() == 0) {
                return Progress.DONE;
            }
            delivery.begin(source.batch());
        }
    }

    @Override
    void releaseResources() {
        source.release();
    }

    @Override
    public void writeTag(ByteSink out) {
        CommandTag.SELECT.write(rowCount, out);
    }
}
