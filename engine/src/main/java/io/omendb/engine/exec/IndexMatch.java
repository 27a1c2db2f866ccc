package io.omendb.engine.exec;

import io.omendb.sql.catalog.IndexDefinition;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.plan.Plan;
import io.omendb.sql.types.SqlType;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * How far the conditions of a scan determine the key of an index: values for the leading columns,
 * and bounds of the next one. The conditions that it answers need not be evaluated again.
 */
record IndexMatch(
        TableDefinition table,
        IndexDefinition index,
        List<BoundExpression> equal,
        @Nullable Limit low,
        @Nullable Limit high,
        List<BoundExpression> answered,
        List<BoundExpression> rest) {

    /** A bound of a key column. */
    record Limit(BoundExpression value, boolean inclusive) {}

    /** Whether the whole key is given. */
    boolean isPoint() {
        return equal.size() == index.columns().length;
    }

    /** Whether any condition narrows the key. */
    boolean narrows() {
        return !equal.isEmpty() || low != null || high != null;
    }

    /** The types of the key columns. */
    List<SqlType> keyTypes() {
        List<SqlType> types = new ArrayList<>();
        for (int column : index.columns()) {
            types.add(table.columns().get(column).type());
        }
        return types;
    }

    /** The best index for a scan, or null when none is narrowed by its conditions. */
    static @Nullable IndexMatch best(Plan.Scan scan) {
        ColumnConditions conditions = ColumnConditions.of(scan);
        IndexMatch best = null;
        for (IndexDefinition index : scan.table().indexes()) {
            IndexMatch match = of(scan, index, conditions);
            if (match != null && match.narrows() && (best == null || match.isBetterThan(best))) {
                best = match;
            }
        }
        return best;
    }

    /**
     * The use of one index by a scan, whether its conditions narrow it or not; null when it cannot
     * be read.
     */
    static @Nullable IndexMatch of(Plan.Scan scan, IndexDefinition index) {
        return of(scan, index, ColumnConditions.of(scan));
    }

    private boolean isBetterThan(IndexMatch other) {
        if (isPoint() != other.isPoint()) {
            return isPoint();
        }
        return equal.size() > other.equal.size();
    }

    private static @Nullable IndexMatch of(
            Plan.Scan scan, IndexDefinition index, ColumnConditions conditions) {
        boolean nullable = false;
        for (int column : index.columns()) {
            if (!KeyDomain.isKnown(scan.table().columns().get(column).type())) {
                return null;
            }
            nullable |= !scan.table().columns().get(column).notNull();
        }
        List<BoundExpression> equal = new ArrayList<>();
        List<BoundExpression> answered = new ArrayList<>();
        Limit low = null;
        Limit high = null;
        for (int column : index.columns()) {
            ColumnConditions.Condition equality = conditions.equality(column);
            if (equality != null) {
                equal.add(equality.value());
                answered.add(equality.condition());
                continue;
            }
            ColumnConditions.Condition above = conditions.lowerBound(column);
            if (above != null) {
                low = new Limit(above.value(), above.isInclusive());
                answered.add(above.condition());
            }
            ColumnConditions.Condition below = conditions.upperBound(column);
            if (below != null) {
                high = new Limit(below.value(), below.isInclusive());
                answered.add(below.condition());
            }
            break;
        }
        // Rows with a null in the key are not in the index: only a full key rules them out.
        if (nullable && equal.size() < index.columns().length) {
            return null;
        }
        List<BoundExpression> rest = new ArrayList<>(scan.conjuncts());
        rest.removeAll(answered);
        return new IndexMatch(scan.table(), index, equal, low, high, answered, rest);
    }
}
