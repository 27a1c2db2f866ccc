package io.omendb.sql.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.expr.BoundExpression.Conjunction;
import io.omendb.sql.expr.BoundExpression.Constant;
import io.omendb.sql.expr.BoundExpression.ParameterReference;
import io.omendb.sql.function.FunctionRegistry;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Datum;
import io.omendb.sql.vector.RowSet;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Arithmetic and comparisons of numbers and text leave the heap alone. */
final class EvaluatorAllocationTest {
    private static final int ROWS = 256;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    private static BoundExpression expression(ExpressionFactory f) {
        BoundExpression i = new ColumnReference(0, SqlType.INT8);
        BoundExpression d = new ColumnReference(1, SqlType.FLOAT8);
        BoundExpression t = new ColumnReference(2, SqlType.TEXT);
        BoundExpression n = new ColumnReference(3, SqlType.NUMERIC);
        BoundExpression sum = f.operator("+", i, new ParameterReference(0, SqlType.INT8));
        return new Conjunction(
                true,
                List.of(
                        f.operator(">", sum, new Constant(SqlType.INT8, Datum.ofLong(3))),
                        f.operator(
                                "<",
                                f.operator("*", d, d),
                                new Constant(SqlType.FLOAT8, Datum.ofDouble(1e9))),
                        f.operator(">=", t, new Constant(SqlType.TEXT, Datum.ofText("k"))),
                        f.operator("~~", t, new Constant(SqlType.TEXT, Datum.ofText("%e%"))),
                        f.operator(
                                ">",
                                f.operator("+", n, n),
                                new Constant(
                                        SqlType.NUMERIC, Datum.ofBytes(new byte[] {0, 0, 1})))));
    }

    @Test
    void shouldAllocateNothingInTheSteadyState() {
        ExpressionFactory factory =
                new ExpressionFactory(
                        FunctionRegistry.standard(),
                        (index, type) -> type,
                        io.omendb.sql.types.SessionFormat.DEFAULT);
        Batch batch =
                Batch.of(
                        List.of(SqlType.INT8, SqlType.FLOAT8, SqlType.TEXT, SqlType.NUMERIC), ROWS);
        batch.count = ROWS;
        for (int row = 0; row < ROWS; row++) {
            batch.columns[0].setLong(row, row);
            batch.columns[1].setDouble(row, row / 2.0);
            Datum.ofText("key" + row).copyTo(batch.columns[2], row);
            io.omendb.sql.types.NumericScale.setLong(
                    row * 100L, 2, SqlType.NUMERIC, batch.columns[3], row);
            if (row % 7 == 0) {
                batch.columns[0].setNull(row);
            }
        }
        Batch parameters = Batch.of(List.of(SqlType.INT8), 1);
        parameters.columns[0].setLong(0, 1);
        Evaluator evaluator =
                ExpressionCompiler.compile(expression(factory), ROWS, new TestSession());
        RowSet rows = RowSet.all(ROWS);
        int[] selected = new int[ROWS];
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) {
            long before = allocated();
            for (int i = 0; i < 300; i++) {
                evaluator.filter(batch, parameters, rows, selected);
                evaluator.evaluate(batch, parameters, rows);
            }
            least = Math.min(least, allocated() - before);
        }
        assertEquals(0, least);
    }
}
