package io.omendb.engine.api;

import io.omendb.engine.exec.ExplainPlan;
import io.omendb.sql.types.ByteSink;

/** EXPLAIN: the lines of a plan as rows. */
final class ExplainExecution extends StatementExecution {
    private static final CommandTag TAG = CommandTag.of("EXPLAIN");

    private final RowSource source;
    private final RowDelivery delivery = new RowDelivery();

    ExplainExecution(Session session, PreparedPlan prepared, ExplainPlan plan) {
        super(session, prepared);
        this.source = new RowSource(session, !plan.isAnalyze(), plan::open);
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
        while (true) {
            Progress progress = delivery.deliver(sink);
            if (progress != Progress.DONE) {
                return progress;
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
        TAG.write(out);
    }
}
