package io.omendb.sql.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.expr.BoundExpression.Branch;
import io.omendb.sql.expr.BoundExpression.CaseWhen;
import io.omendb.sql.expr.BoundExpression.Coalesce;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.expr.BoundExpression.Conjunction;
import io.omendb.sql.expr.BoundExpression.Constant;
import io.omendb.sql.expr.BoundExpression.InList;
import io.omendb.sql.expr.BoundExpression.IsDistinctFrom;
import io.omendb.sql.expr.BoundExpression.IsNull;
import io.omendb.sql.expr.BoundExpression.MinMax;
import io.omendb.sql.expr.BoundExpression.Not;
import io.omendb.sql.expr.BoundExpression.ParameterReference;
import io.omendb.sql.function.CastContext;
import io.omendb.sql.function.FunctionRegistry;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Datum;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * An expression gives each row of a batch the value that it gives the row alone: dense or listed
 * rows, nulls, columns or scalars on either side. The columns are two bigints, two doubles, two
 * texts and a numeric; the parameter is a bigint.
 */
final class EvaluatorProperties {
    private static final List<SqlType> COLUMNS =
            List.of(
                    SqlType.INT8,
                    SqlType.INT8,
                    SqlType.FLOAT8,
                    SqlType.FLOAT8,
                    SqlType.TEXT,
                    SqlType.TEXT,
                    SqlType.NUMERIC);
    private static final String[] COMPARISONS = {"=", "<>", "<", "<=", ">", ">="};
    private static final int ROWS = 100;

    private final ExpressionFactory factory =
            new ExpressionFactory(
                    FunctionRegistry.standard(),
                    (index, type) -> type,
                    io.omendb.sql.types.SessionFormat.DEFAULT);
    private final TestSession session = new TestSession();

    private static Batch batch(SplittableRandom random, int nullsPercent) {
        Batch batch = Batch.of(COLUMNS, ROWS);
        batch.count = ROWS;
        for (int row = 0; row < ROWS; row++) {
            for (int c = 0; c < COLUMNS.size(); c++) {
                Vector column = batch.columns[c];
                if (random.nextInt(100) < nullsPercent) {
                    column.setNull(row);
                    continue;
                }
                long small = random.nextInt(-5, 6);
                switch (column.lane) {
                    case LONG -> column.setLong(row, small);
                    case DOUBLE -> column.setDouble(row, small == 5 ? Double.NaN : small / 2.0);
                    case BYTES -> {
                        if (c == 6) {
                            io.omendb.sql.types.NumericScale.setLong(
                                    small * 10, random.nextInt(3), SqlType.NUMERIC, column, row);
                        } else {
                            Datum.ofText("x".repeat((int) small + 5)).copyTo(column, row);
                        }
                    }
                }
            }
        }
        return batch;
    }

    private BoundExpression column(int index) {
        return new ColumnReference(index, COLUMNS.get(index));
    }

    private BoundExpression leaf(SplittableRandom random, SqlType type) {
        int at = random.nextInt(4);
        if (type.equals(SqlType.INT8)) {
            return switch (at) {
                case 0 -> new ParameterReference(0, type);
                case 1 ->
                        new Constant(
                                type,
                                random.nextInt(4) == 0
                                        ? Datum.NULL
                                        : Datum.ofLong(random.nextInt(-3, 4)));
                default -> column(at - 2);
            };
        }
        if (type.equals(SqlType.FLOAT8)) {
            return at == 0 ? new Constant(type, Datum.ofDouble(0.5)) : column(2 + at % 2);
        }
        if (type.equals(SqlType.TEXT)) {
            return at == 0 ? new Constant(type, Datum.ofText("xxxx")) : column(4 + at % 2);
        }
        return column(6);
    }

    private BoundExpression value(SplittableRandom random, SqlType type, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return leaf(random, type);
        }
        int choice = random.nextInt(5);
        BoundExpression left = value(random, type, depth - 1);
        BoundExpression right = value(random, type, depth - 1);
        if (choice == 0) {
            return new CaseWhen(
                    List.of(new Branch(condition(random, depth - 1), left)), right, type);
        }
        if (choice == 1) {
            return new Coalesce(List.of(left, right), type);
        }
        if (choice == 2) {
            return new MinMax(random.nextBoolean(), List.of(left, right), type);
        }
        if (type.equals(SqlType.TEXT)) {
            return factory.operator("||", left, right);
        }
        String symbol = new String[] {"+", "-", "*"}[random.nextInt(3)];
        return factory.operator(symbol, left, right);
    }

    private BoundExpression condition(SplittableRandom random, int depth) {
        if (depth > 0) {
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    List<BoundExpression> arguments = new ArrayList<>();
                    for (int i = 0; i < 3; i++) {
                        arguments.add(condition(random, depth - 1));
                    }
                    return new Conjunction(random.nextBoolean(), arguments);
                }
                case 2 -> {
                    return new Not(condition(random, depth - 1));
                }
                default -> {}
            }
        }
        SqlType type =
                new SqlType[] {SqlType.INT8, SqlType.FLOAT8, SqlType.TEXT, SqlType.NUMERIC}
                        [random.nextInt(4)];
        BoundExpression left = value(random, type, Math.max(0, depth - 1));
        BoundExpression right = value(random, type, Math.max(0, depth - 1));
        return switch (random.nextInt(5)) {
            case 0 -> new IsNull(left, random.nextBoolean());
            case 1 -> new IsDistinctFrom(left, right, random.nextBoolean());
            case 2 -> new InList(left, List.of(right, leaf(random, type)), random.nextBoolean());
            default -> factory.operator(COMPARISONS[random.nextInt(6)], left, right);
        };
    }

    private Datum alone(BoundExpression expression, Batch batch, int row, Batch parameters) {
        Batch single = Batch.of(COLUMNS, 1);
        single.count = 1;
        for (int c = 0; c < COLUMNS.size(); c++) {
            single.columns[c].copyFrom(batch.columns[c], row, 0);
        }
        Evaluator evaluator = ExpressionCompiler.compile(expression, 1, session);
        return Datum.of(evaluator.evaluate(single, parameters, RowSet.all(1)), 0);
    }

    @Property(tries = 400)
    void shouldGiveEachRowItsOwnValue(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Batch batch = batch(random, random.nextInt(3) * 20);
        Batch parameters = Batch.of(List.of(SqlType.INT8), 1);
        parameters.columns[0].setLong(0, random.nextInt(-3, 4));
        BoundExpression expression = condition(random, 3);
        RowSet rows = new RowSet(ROWS);
        if (random.nextBoolean()) {
            rows.setAll(ROWS);
        } else {
            int n = 0;
            for (int row = 0; row < ROWS; row++) {
                rows.rows[n] = row;
                n += random.nextInt(3) == 0 ? 1 : 0;
            }
            rows.setListed(n);
        }
        Evaluator evaluator = ExpressionCompiler.compile(expression, ROWS, session);
        Vector values = evaluator.evaluate(batch, parameters, rows);
        List<Integer> expectedRows = new ArrayList<>();
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            Datum expected = alone(expression, batch, row, parameters);
            assertEquals(
                    expected,
                    Datum.of(values, row),
                    "seed " + seed + " row " + row + " " + expression);
            if (!expected.isNull() && expected.booleanValue()) {
                expectedRows.add(row);
            }
        }
        int[] selected = new int[ROWS];
        int n = evaluator.filter(batch, parameters, rows, selected);
        List<Integer> selectedRows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            selectedRows.add(selected[i]);
        }
        assertEquals(expectedRows, selectedRows, "seed " + seed + " " + expression);
        BoundExpression folded = new ConstantFolding(session.format).fold(expression);
        Vector again =
                ExpressionCompiler.compile(folded, ROWS, session).evaluate(batch, parameters, rows);
        for (int i = 0; i < rows.count; i++) {
            assertEquals(
                    Datum.of(values, rows.row(i)),
                    Datum.of(again, rows.row(i)),
                    "folded, seed " + seed);
        }
    }

    @Property(tries = 1)
    void shouldNotEvaluateWhatNoRowNeeds() {
        BoundExpression zero = new Constant(SqlType.INT8, Datum.ofLong(0));
        BoundExpression division =
                factory.operator("/", new Constant(SqlType.INT8, Datum.ofLong(1)), column(0));
        BoundExpression guard = factory.operator("<>", column(0), zero);
        Batch batch = Batch.of(COLUMNS, 2);
        batch.count = 2;
        batch.columns[0].setLong(0, 0);
        batch.columns[0].setLong(1, 1);
        Batch none = Batch.of(List.of(), 1);
        CaseWhen guarded = new CaseWhen(List.of(new Branch(guard, division)), null, SqlType.INT8);
        Vector values =
                ExpressionCompiler.compile(guarded, 2, session)
                        .evaluate(batch, none, RowSet.all(2));
        assertEquals(Datum.NULL, Datum.of(values, 0));
        assertEquals(Datum.ofLong(1), Datum.of(values, 1));
        BoundExpression conjunction =
                new Conjunction(
                        true,
                        List.of(
                                guard,
                                factory.operator(
                                        "=",
                                        division,
                                        new Constant(SqlType.INT8, Datum.ofLong(1)))));
        int[] selected = new int[2];
        assertEquals(
                1,
                ExpressionCompiler.compile(conjunction, 2, session)
                        .filter(batch, none, RowSet.all(2), selected));
        assertEquals(1, selected[0]);
    }

    @Property(tries = 1)
    void shouldRefuseTooLongStringsInAssignments() {
        BoundExpression text = new Constant(SqlType.TEXT, Datum.ofText("abcd"));
        BoundExpression assigned = factory.assign(text, SqlType.varchar(3), "c");
        Evaluator evaluator = ExpressionCompiler.compile(assigned, 1, session);
        Batch none = Batch.of(List.of(), 1);
        SqlException e =
                org.junit.jupiter.api.Assertions.assertThrows(
                        SqlException.class, () -> evaluator.evaluate(none, none, RowSet.all(1)));
        assertEquals("value too long for type character varying(3)", e.message());
        BoundExpression cut = factory.cast(text, SqlType.varchar(3), CastContext.EXPLICIT);
        Vector value =
                ExpressionCompiler.compile(cut, 1, session).evaluate(none, none, RowSet.all(1));
        assertEquals(Datum.ofText("abc"), Datum.of(value, 0));
    }
}
