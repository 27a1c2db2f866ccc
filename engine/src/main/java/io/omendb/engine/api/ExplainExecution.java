package io.omendb.engine.api;

import io.omendb.engine.exec.Cursor;
import io.omendb.engine.exec.ExplainPlan;
import io.omendb.sql.types.ByteSink;
import org.jspecify.annotations.Nullable;

/** EXPLAIN: the lines of a plan as rows. */
final class ExplainExecution extends StatementExecution {
    private static final CommandTag TAG = CommandTag.of("EXPLAIN");

    private final ExplainPlan plan;
    private final RowDelivery delivery = new RowDelivery();
    private @Nullable ReadView view;
    private @Nullable Cursor cursor;

    ExplainExecution(Session session, PreparedPlan prepared, ExplainPlan plan) {
        super(session, prepared);
        this.plan = plan;
    }

    @Override
    void reset() {
        delivery.clear();
    }

    @Override
    Progress run(RowSink sink, long rowsMax) {
        if (cursor == null) {
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
        }
        Cursor lines = cursor;
        delivery.limit(rowsMax);
        while (true) {
            Progress progress = delivery.deliver(sink);
            if (progress != Progress.DONE || lines.next() == 0) {
                return progress;
            }
            delivery.begin(lines.batch());
        }
    }

    @Override
    void releaseResources() {
        Cursor lines = cursor;
        if (lines != null) {
            cursor = null;
            lines.close();
        }
        ReadView opened = view;
        if (opened != null) {
            view = null;
            session.giveBack(opened);
        }
    }

    @Override
    public void writeTag(ByteSink out) {
        TAG.write(out);
    }
}
