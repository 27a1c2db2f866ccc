package io.omendb.engine.exec;

import io.omendb.sql.function.EvaluationContext;
import io.omendb.sql.vector.Batch;
import java.util.List;

/**
 * One tree of operators with its subqueries: runs one execution at a time, and the next one after
 * it is closed.
 */
final class PlanInstance implements Cursor {
    private final Run run = new Run();
    private final OperatorFactory factory;
    private final Subqueries subqueries;
    private final Operator root;
    private boolean open;

    PlanInstance(
            PhysicalNode root,
            List<PhysicalNode> initPlans,
            EvaluationContext session,
            boolean timing) {
        StatementEvaluation evaluation = new StatementEvaluation(session);
        factory = new OperatorFactory(run, evaluation, timing);
        subqueries = new Subqueries(factory, initPlans);
        evaluation.use(subqueries);
        this.root = root.make(factory);
    }

    /** What made the operators; makes further evaluators that see the same subqueries. */
    OperatorFactory factory() {
        return factory;
    }

    boolean isOpen() {
        return open;
    }

    void open(ReadContext context) {
        run.begin(context);
        factory.restartTimers();
        open = true;
        boolean opened = false;
        try {
            subqueries.open();
            root.open();
            opened = true;
        } finally {
            if (!opened) {
                close();
            }
        }
    }

    @Override
    public int next() {
        return root.next();
    }

    @Override
    public Batch batch() {
        return root.out;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            root.close();
            subqueries.close();
            run.end();
        }
    }
}
