package io.omendb.engine.api;

import io.omendb.engine.copy.CopyWriter;
import io.omendb.engine.exec.CopyOutPlan;
import io.omendb.engine.exec.Cursor;
import io.omendb.sql.types.ByteSink;
import io.omendb.sql.vector.Batch;
import org.jspecify.annotations.Nullable;

/** COPY TO STDOUT: the rows of a query as lines. */
final class CopyOutExecution extends StatementExecution {
    private final CopyOutPlan plan;
    private @Nullable ReadView view;
    private @Nullable Cursor cursor;
    private @Nullable CopyWriter lines;
    private int nextRow;

    CopyOutExecution(Session session, PreparedPlan prepared, CopyOutPlan plan) {
        super(session, prepared);
        this.plan = plan;
    }

    @Override
    void reset() {
        nextRow = 0;
    }

    @Override
    Progress run(RowSink sink, long rowsMax) {
        if (cursor == null) {
            open(sink);
        }
        Cursor rows = cursor;
        CopyWriter writer = lines;
        ReadView opened = view;
        assert rows != null && writer != null && opened != null;
        while (true) {
            Batch batch = rows.batch();
            while (nextRow < batch.count) {
                if (sink.isFull()) {
                    return Progress.SINK_FULL;
                }
                writer.writeRow(batch, nextRow++);
                sink.copyOut(writer.line(), 0, writer.length());
                rowCount++;
            }
            opened.checkCancel();
            opened.enter();
            try {
                if (rows.next() == 0) {
                    return Progress.DONE;
                }
            } finally {
                opened.exit();
            }
            nextRow = 0;
        }
    }

    private void open(RowSink sink) {
        ReadView opened = session.takeView();
        view = opened;
        opened.open(parameters);
        session.writerSession().dependOn(opened.lsn());
        opened.enter();
        try {
            cursor = plan.query().open(opened);
        } finally {
            opened.exit();
        }
        nextRow = Integer.MAX_VALUE; // before the first batch
        CopyWriter writer = plan.newWriter(session.context().format());
        lines = writer;
        if (writer.hasHeader()) {
            writer.writeHeader(plan.columnNames());
            sink.copyOut(writer.line(), 0, writer.length());
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
        lines = null;
    }

    @Override
    public void writeTag(ByteSink out) {
        CommandTag.COPY.write(rowCount, out);
    }
}
