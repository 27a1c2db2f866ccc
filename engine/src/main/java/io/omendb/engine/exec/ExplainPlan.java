package io.omendb.engine.exec;

import io.omendb.sql.bind.OutputColumn;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** EXPLAIN: the lines that show a plan, and with ANALYZE what its execution measured. */
public final class ExplainPlan implements ExecutablePlan {
    private static final List<OutputColumn> COLUMNS =
            List.of(new OutputColumn("QUERY PLAN", SqlType.TEXT, 0, 0));

    private final ExplainText text;
    private final PlanInstances instances;
    private final boolean analyze;
    private final @Nullable ChangePlan change;

    ExplainPlan(
            ExplainText text,
            PlanInstances instances,
            boolean analyze,
            @Nullable ChangePlan change) {
        this.text = text;
        this.instances = instances;
        this.analyze = analyze;
        this.change = change;
    }

    @Override
    public List<OutputColumn> columns() {
        return COLUMNS;
    }

    /** Whether the statement is to be executed, so that a snapshot and its tables are needed. */
    public boolean isAnalyze() {
        return analyze;
    }

    /**
     * The changing statement that is to be executed to its end, before {@link #changed} tells what
     * that took; null where {@link #open} does it all.
     */
    public @Nullable ChangePlan change() {
        return change;
    }

    /**
     * The lines after {@link #change} was executed.
     *
     * @param micros how long that took
     * @param returnedCount how many rows it returned
     */
    public Cursor changed(long micros, long returnedCount) {
        return new LineCursor(
                text.changed(
                        instances.root(),
                        instances.initPlans(),
                        instances.kept().factory(),
                        micros,
                        returnedCount));
    }

    /**
     * Begins an execution: rows of one text column. With ANALYZE the statement runs here to its
     * end.
     */
    public Cursor open(ReadContext context) {
        if (!analyze) {
            return new LineCursor(text.lines(instances.root(), instances.initPlans()));
        }
        PlanInstance instance = instances.create(true);
        instance.open(context);
        try {
            while (instance.next() > 0) {
                context.checkCancel();
            }
            return new LineCursor(
                    text.analyzed(instances.root(), instances.initPlans(), instance.factory()));
        } finally {
            instance.close();
        }
    }

    /** Lines as rows. */
    private static final class LineCursor implements Cursor {
        private final List<String> lines;
        private final Batch batch = Batch.of(List.of(SqlType.TEXT), Batch.CAPACITY);
        private int next;

        LineCursor(List<String> lines) {
            this.lines = lines;
        }

        @Override
        public int next() {
            batch.clear();
            while (next < lines.size() && batch.count < batch.capacity) {
                byte[] line = lines.get(next++).getBytes(StandardCharsets.UTF_8);
                batch.columns[0].setBytes(batch.count++, line, 0, line.length);
            }
            return batch.count;
        }

        @Override
        public Batch batch() {
            return batch;
        }

        @Override
        public void close() {
            next = lines.size();
        }
    }
}
