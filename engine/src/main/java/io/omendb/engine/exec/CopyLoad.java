package io.omendb.engine.exec;

import io.omendb.engine.copy.CopyReader;
import io.omendb.sql.bind.BoundStatement.CopyFrom;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.Evaluator;
import io.omendb.sql.function.EvaluationContext;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One running COPY FROM: bytes in, batches of complete rows of the table out. {@link #read} until
 * it leaves bytes, then {@link #rows}; after the last bytes {@link #finish} and once more {@link
 * #rows}.
 */
public final class CopyLoad implements AutoCloseable {
    private final Run run = new Run();
    private final CopyReader reader;
    private final Batch[] buffers;
    private final Subqueries subqueries;
    private final Evaluator[] source;
    private final @Nullable Evaluator condition;
    private final NotNullCheck check;
    private final Batch out;
    private final Vector[] kept;
    private final RowSet rows = new RowSet(Batch.CAPACITY);
    private final int[] selected = new int[Batch.CAPACITY];
    private Batch fields;
    private int current;
    private long firstLine;

    CopyLoad(
            CopyInPlan plan,
            List<PhysicalNode> initPlans,
            EvaluationContext session,
            ReadContext context) {
        CopyFrom statement = plan.statement();
        List<SqlType> types = plan.fieldTypes();
        run.begin(context);
        StatementEvaluation evaluation = new StatementEvaluation(session);
        OperatorFactory factory = new OperatorFactory(run, evaluation, false);
        subqueries = new Subqueries(factory, initPlans);
        evaluation.use(subqueries);
        subqueries.open();
        reader =
                new CopyReader(
                        plan.format(),
                        plan.table().name(),
                        plan.fieldNames(),
                        types,
                        session.format());
        // Two in turn, so that lines are read while the writer still has the rows of the ones
        // before.
        buffers = new Batch[] {Batch.of(types, Batch.CAPACITY), Batch.of(types, Batch.CAPACITY)};
        fields = buffers[0];
        source = factory.compileAll(statement.source(), Batch.CAPACITY).toArray(new Evaluator[0]);
        // The condition is over the columns of the table, not over the fields.
        condition = factory.compileNullable(statement.where(), Batch.CAPACITY);
        check = new NotNullCheck(plan.table(), session);
        reader.requireValues(check.requiredFields(plan.fieldNames()));
        List<SqlType> rowTypes = statement.source().stream().map(BoundExpression::type).toList();
        out = new Batch(new Vector[rowTypes.size()], Batch.CAPACITY, false);
        kept =
                condition == null
                        ? new Vector[0]
                        : rowTypes.stream()
                                .map(type -> Vector.of(type, Batch.CAPACITY))
                                .toArray(Vector[]::new);
    }

    /** Takes bytes of the data; returns how many, fewer than given when a batch is full. */
    public int read(byte[] bytes, int offset, int length) {
        return reader.read(bytes, offset, length, fields);
    }

    /**
     * Where the next row goes that the caller has as values: one column for each field, row {@code
     * count} for {@link #rowFilled}. Not to be mixed with {@link #read}.
     */
    public Batch fields() {
        return fields;
    }

    /** The next row of {@link #fields} is complete; it must not have been full. */
    public void rowFilled() {
        assert !isFull();
        fields.count++;
        reader.countLine();
    }

    /**
     * Takes the end of the data. The batch must have been emptied by {@link #rows} if it was full.
     */
    public void finish() {
        reader.finish(fields);
    }

    /**
     * Whether the batch of fields is full, so that {@link #rows} must be called before {@link
     * #read} or finish.
     */
    public boolean isFull() {
        return fields.count == fields.capacity;
    }

    /**
     * The rows read since the last call: all columns of the table, valid until the next call of
     * this method.
     */
    public Batch rows() {
        run.checkCancel();
        rows.setAll(fields.count);
        out.count = fields.count;
        firstLine = reader.lineCount() - fields.count + 1;
        if (fields.count > 0) {
            for (int i = 0; i < source.length; i++) {
                out.columns[i] = source[i].evaluate(fields, run.parameters(), rows);
            }
            if (condition != null) {
                keepMatching(condition);
            }
            int refused = check.firstRefused(out);
            if (refused >= 0) {
                throw check.error(out, refused).withContext(reader.context(lineOf(refused), true));
            }
        }
        current = 1 - current;
        fields = buffers[current];
        fields.clear();
        return out;
    }

    /** The context of an error about a row of the batch that {@link #rows} returned last. */
    public String context(int row) {
        return reader.context(lineOf(row), false);
    }

    private long lineOf(int row) {
        return firstLine + (condition == null ? row : selected[row]);
    }

    private void keepMatching(Evaluator where) {
        int count = where.filter(out, run.parameters(), rows, selected);
        for (int i = 0; i < kept.length; i++) {
            kept[i].clear();
            VectorCopy.selected(out.columns[i], selected, 0, count, kept[i], 0);
            out.columns[i] = kept[i];
        }
        out.count = count;
    }

    @Override
    public void close() {
        subqueries.close();
        run.end();
    }
}
