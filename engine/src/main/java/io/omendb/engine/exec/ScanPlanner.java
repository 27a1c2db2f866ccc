package io.omendb.engine.exec;

import io.omendb.sql.catalog.CatalogView;
import io.omendb.sql.catalog.IndexDefinition;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.plan.Expressions;
import io.omendb.sql.plan.Plan;
import io.omendb.sql.plan.SortKey;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.vector.Batch;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Chooses how a table is read: all of it, or by an index. */
final class ScanPlanner {
    private static final double PAGE_BYTES = 8192;
    private static final double ROWS_ASSUMED_MIN = 1000;
    private static final double TUPLE_COST = 0.01;
    private static final double OPERATOR_COST = 0.0025;
    private static final double INDEX_ENTRY_COST = 0.005;
    private static final double INDEX_DESCENT_COST = 0.29;
    private static final double EQUALITY_SELECTIVITY = 0.005;
    private static final double INTERVAL_SELECTIVITY = 0.005;
    private static final double RANGE_SELECTIVITY = 1.0 / 3;

    private final CatalogView catalog;
    private final SessionFormat format;

    ScanPlanner(CatalogView catalog, SessionFormat format) {
        this.catalog = catalog;
        this.format = format;
    }

    /** @param withRowIds whether the step above needs to know which rows they are */
    PhysicalNode plan(Plan.Scan scan, boolean withRowIds) {
        IndexMatch match = IndexMatch.best(scan);
        if (match == null) {
            return tableScan(scan, withRowIds);
        }
        // A plan may outlive the size that the table has now.
        double stored =
                Math.max(ROWS_ASSUMED_MIN, (double) catalog.estimatedRows(scan.table().oid()));
        boolean point = match.isPoint() && match.index().unique();
        return point || indexCost(indexRows(stored, match)) < tableCost(scan, stored)
                ? indexScan(scan, match, false, withRowIds, Batch.CAPACITY)
                : tableScan(scan, withRowIds);
    }

    /**
     * A scan by an index whose order makes a sort unnecessary: the keys are the columns of the
     * index that follow those fixed by conditions. Null when there is none.
     *
     * @param rowsWanted how many rows are read at a time
     */
    @Nullable PhysicalNode inOrder(Plan.Scan scan, List<SortKey> keys, int rowsWanted) {
        boolean descending = keys.getFirst().descending();
        for (IndexDefinition index : scan.table().indexes()) {
            IndexMatch match = IndexMatch.of(scan, index);
            if (match != null && delivers(match, scan, keys, descending)) {
                IndexMatch best = IndexMatch.best(scan);
                boolean betterOther = best != null && best.isPoint() && !match.isPoint();
                return betterOther ? null : indexScan(scan, match, descending, false, rowsWanted);
            }
        }
        return null;
    }

    private static boolean delivers(
            IndexMatch match, Plan.Scan scan, List<SortKey> keys, boolean descending) {
        int[] indexed = match.index().columns();
        int position = match.equal().size();
        for (SortKey key : keys) {
            if (!(key.expression() instanceof ColumnReference reference)) {
                return false;
            }
            int column = scan.columns()[reference.index()];
            if (isFixed(match, column)) {
                continue;
            }
            if (position == indexed.length) {
                // After a whole unique key there is nothing left to order.
                return match.index().unique();
            }
            if (indexed[position] != column
                    || key.descending() != descending
                    || !match.table().columns().get(column).notNull()) {
                return false;
            }
            position++;
        }
        return true;
    }

    private static boolean isFixed(IndexMatch match, int column) {
        for (int i = 0; i < match.equal().size(); i++) {
            if (match.index().columns()[i] == column) {
                return true;
            }
        }
        return false;
    }

    private static List<String> columnNames(Plan.Scan scan) {
        List<String> names = new ArrayList<>();
        for (int column : scan.columns()) {
            names.add(scan.table().columns().get(column).name());
        }
        return names;
    }

    private PhysicalNode tableScan(Plan.Scan scan, boolean withRowIds) {
        TableDefinition table = scan.table();
        double stored = (double) catalog.estimatedRows(table.oid());
        double rows = stored;
        for (int i = 0; i < scan.conjuncts().size(); i++) {
            rows *= RANGE_SELECTIVITY;
        }
        List<String> names = columnNames(scan);
        ExpressionText text = new ExpressionText(names, format);
        BoundExpression condition = Expressions.and(scan.conjuncts());
        return new PhysicalNode(
                "Seq Scan on " + table.name(),
                condition == null ? List.of() : List.of("Filter: " + text.condition(condition)),
                List.of(),
                scan.types(),
                names,
                Math.max(1, Math.rint(rows)),
                0,
                tableCost(scan, stored),
                (factory, children) ->
                        new ScanOperator(
                                factory.run(),
                                table,
                                scan.columns(),
                                factory.compileNullable(condition, Batch.CAPACITY),
                                ZoneFilter.of(scan, factory),
                                PhysicalPlanner.batchOf(
                                        table, scan.columns(), Batch.CAPACITY, withRowIds)));
    }

    private PhysicalNode indexScan(
            Plan.Scan scan,
            IndexMatch match,
            boolean descending,
            boolean withRowIds,
            int rowsWanted) {
        TableDefinition table = scan.table();
        List<String> names = columnNames(scan);
        ExpressionText text = new ExpressionText(names, format);
        List<String> details = new ArrayList<>();
        BoundExpression answered = Expressions.and(match.answered());
        if (answered != null) {
            details.add("Index Cond: " + text.condition(answered));
        }
        BoundExpression rest = Expressions.and(match.rest());
        if (rest != null) {
            details.add("Filter: " + text.condition(rest));
        }
        double rows = indexRows((double) catalog.estimatedRows(table.oid()), match);
        boolean point = match.isPoint() && match.index().unique();
        int capacity = point ? 1 : rowsWanted;
        return new PhysicalNode(
                "Index Scan "
                        + (descending ? "Backward " : "")
                        + "using "
                        + match.index().name()
                        + " on "
                        + table.name(),
                details,
                List.of(),
                scan.types(),
                names,
                rows,
                INDEX_DESCENT_COST,
                indexCost(rows),
                (factory, children) ->
                        new IndexScanOperator(
                                factory.run(),
                                table,
                                match.index().oid(),
                                match.keyTypes(),
                                bounds(factory, match, descending),
                                scan.columns(),
                                factory.compileNullable(rest, capacity),
                                PhysicalPlanner.batchOf(
                                        table, scan.columns(), capacity, withRowIds)));
    }

    private static double tableCost(Plan.Scan scan, double stored) {
        double pages =
                Math.ceil(stored * Long.BYTES * Math.max(1, scan.columns().length) / PAGE_BYTES);
        return pages + stored * (TUPLE_COST + OPERATOR_COST * scan.conjuncts().size());
    }

    private static double indexCost(double rows) {
        return INDEX_DESCENT_COST + rows * (1 + TUPLE_COST + INDEX_ENTRY_COST);
    }

    private static double indexRows(double stored, IndexMatch match) {
        if (match.isPoint() && match.index().unique()) {
            return 1;
        }
        double rows = stored;
        for (int i = 0; i < match.equal().size(); i++) {
            rows *= EQUALITY_SELECTIVITY;
        }
        if (match.low() != null || match.high() != null) {
            boolean both = match.low() != null && match.high() != null;
            rows *= both ? INTERVAL_SELECTIVITY : RANGE_SELECTIVITY;
        }
        for (int i = 0; i < match.rest().size(); i++) {
            rows *= RANGE_SELECTIVITY;
        }
        return Math.max(1, Math.rint(rows));
    }

    static KeyBounds bounds(OperatorFactory factory, IndexMatch match, boolean descending) {
        return new KeyBounds(
                match.keyTypes(),
                factory.compileAll(match.equal(), 1),
                bound(factory, match.low()),
                bound(factory, match.high()),
                descending);
    }

    static KeyBounds.@Nullable Bound bound(
            OperatorFactory factory, IndexMatch.@Nullable Limit limit) {
        return limit == null
                ? null
                : new KeyBounds.Bound(factory.compile(limit.value(), 1), limit.inclusive());
    }
}
