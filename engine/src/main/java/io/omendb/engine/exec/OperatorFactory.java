package io.omendb.engine.exec;

import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.OuterReference;
import io.omendb.sql.expr.BoundExpression.SubqueryReference;
import io.omendb.sql.expr.Evaluator;
import io.omendb.sql.expr.ExpressionCompiler;
import io.omendb.sql.function.EvaluationContext;
import io.omendb.sql.plan.Expressions;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the operators of one tree: compiles their expressions, and times them for EXPLAIN ANALYZE.
 */
final class OperatorFactory {
    private final Run run;
    private final EvaluationContext evaluation;
    private final @Nullable Map<PhysicalNode, TimedOperator> timed;
    private boolean readsOuterRow;

    OperatorFactory(Run run, EvaluationContext evaluation, boolean timing) {
        this.run = run;
        this.evaluation = evaluation;
        timed = timing ? new IdentityHashMap<>() : null;
    }

    Run run() {
        return run;
    }

    EvaluationContext evaluation() {
        return evaluation;
    }

    /** Begins to make the operators of a subquery. */
    void beginSubquery() {
        readsOuterRow = false;
    }

    /** Whether the operators made since read values of rows around the subquery. */
    boolean endSubquery() {
        return readsOuterRow;
    }

    private void noteOuterReads(BoundExpression expression) {
        Expressions.forEach(
                expression,
                node ->
                        readsOuterRow |=
                                node instanceof OuterReference
                                        || node instanceof SubqueryReference reference
                                                && reference.run().readsBeyond());
    }

    Evaluator compile(BoundExpression expression, int capacity) {
        noteOuterReads(expression);
        return ExpressionCompiler.compile(expression, capacity, evaluation);
    }

    @Nullable Evaluator compileNullable(@Nullable BoundExpression expression, int capacity) {
        return expression == null ? null : compile(expression, capacity);
    }

    List<Evaluator> compileAll(List<BoundExpression> expressions, int capacity) {
        List<Evaluator> compiled = new ArrayList<>(expressions.size());
        for (BoundExpression expression : expressions) {
            compiled.add(compile(expression, capacity));
        }
        return compiled;
    }

    Operator finish(PhysicalNode node, Operator operator) {
        if (timed == null) {
            return operator;
        }
        TimedOperator timer = new TimedOperator(operator, evaluation);
        timed.put(node, timer);
        return timer;
    }

    /** An execution begins: its times count from zero. */
    void restartTimers() {
        if (timed != null) {
            timed.values().forEach(TimedOperator::restart);
        }
    }

    /** The timer of a step, or null when nothing is timed. */
    @Nullable TimedOperator timer(PhysicalNode node) {
        return timed == null ? null : timed.get(node);
    }
}
