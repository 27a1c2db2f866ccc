package io.omendb.engine.api;

import io.omendb.engine.copy.CopyWriter;
import io.omendb.engine.exec.CopyOutPlan;
import io.omendb.sql.types.ByteSink;
import io.omendb.sql.vector.Batch;
import org.jspecify.annotations.Nullable;

/** COPY TO STDOUT: the rows of a query as lines. */
final class CopyOutExecution extends StatementExecution {
    private final CopyOutPlan plan;
    private final RowSource source;
    private @Nullable CopyWriter lines;
    private @Nullable Batch batch;
    private int nextRow;

    CopyOutExecution(Session session, PreparedPlan prepared, CopyOutPlan plan) {
        super(session, prepared);
        this.plan = plan;
        this.source = new RowSource(session, plan.query().isPoint(), plan.query()::open);
    }

    @Override
    void reset() {
        batch = null;
    }

    @Override
    Progress run(RowSink sink, long rowsMax) {
        if (!source.isOpen()) {
            open(sink);
        }
        CopyWriter writer = lines;
        assert writer != null;
        while (true) {
            Batch rows = batch;
            while (rows != null && nextRow < rows.count) {
                if (sink.isFull()) {
                    return Progress.SINK_FULL;
                }
                writer.writeRow(rows, nextRow++);
                sink.copyOut(writer.line(), 0, writer.length());
                rowCount++;
            }
            batch = null;
            if (!source.poll()) {
                return Progress.WAITING;
            }
            if (source.take() == 0) {
                return Progress.DONE;
            }
            batch = source.batch();
            nextRow = 0;
        }
    }

    private void open(RowSink sink) {
        session.writerSession().dependOn(source.open(parameters).lsn());
        CopyWriter writer = plan.newWriter(session.context().format());
        lines = writer;
        if (writer.hasHeader()) {
            writer.writeHeader(plan.columnNames());
            sink.copyOut(writer.line(), 0, writer.length());
        }
    }

    @Override
    void releaseResources() {
        source.release();
        lines = null;
        batch = null;
    }

    @Override
    public void writeTag(ByteSink out) {
        CommandTag.COPY.write(rowCount, out);
    }
}
