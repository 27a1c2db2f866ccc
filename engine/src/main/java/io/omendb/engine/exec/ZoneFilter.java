package io.omendb.engine.exec;

import io.omendb.engine.table.TableReader;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.plan.Plan;
import io.omendb.sql.types.Lane;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The bounds that conditions put on columns of a table: a vector of rows whose zone lies outside of
 * one need not be read.
 */
final class ZoneFilter {
    /** What is known about one column: equal to a value, or between bounds. */
    private record Zone(
            int column,
            SqlType type,
            @Nullable BoundExpression equal,
            IndexMatch.@Nullable Limit low,
            IndexMatch.@Nullable Limit high) {}

    private final int[] columns;
    private final KeyBounds[] bounds;
    private final KeyRange[] ranges;
    private final long[] lows;
    private final long[] highs;
    private boolean empty;

    private ZoneFilter(OperatorFactory factory, List<Zone> zones) {
        int count = zones.size();
        columns = new int[count];
        bounds = new KeyBounds[count];
        ranges = new KeyRange[count];
        lows = new long[count];
        highs = new long[count];
        for (int i = 0; i < count; i++) {
            Zone zone = zones.get(i);
            List<SqlType> types = List.of(zone.type);
            columns[i] = zone.column;
            ranges[i] = new KeyRange(types);
            bounds[i] =
                    new KeyBounds(
                            types,
                            zone.equal == null
                                    ? List.of()
                                    : List.of(factory.compile(zone.equal, 1)),
                            ScanPlanner.bound(factory, zone.low),
                            ScanPlanner.bound(factory, zone.high),
                            false);
        }
    }

    /** The filter of a scan, or null when its conditions bound no column. */
    static @Nullable ZoneFilter of(Plan.Scan scan, OperatorFactory factory) {
        TableDefinition table = scan.table();
        if (table.kind() != TableDefinition.Kind.TABLE) {
            return null;
        }
        ColumnConditions conditions = ColumnConditions.of(scan);
        List<Zone> zones = new ArrayList<>();
        for (int column : conditions.columns()) {
            ColumnConditions.Condition equality = conditions.equality(column);
            zones.add(
                    new Zone(
                            column,
                            table.columns().get(column).type(),
                            equality == null ? null : equality.value(),
                            limit(conditions.lowerBound(column)),
                            limit(conditions.upperBound(column))));
        }
        return zones.isEmpty() ? null : new ZoneFilter(factory, zones);
    }

    private static IndexMatch.@Nullable Limit limit(
            ColumnConditions.@Nullable Condition condition) {
        return condition == null
                ? null
                : new IndexMatch.Limit(condition.value(), condition.isInclusive());
    }

    /** Evaluates the bounds. */
    void open(Batch parameters) {
        empty = false;
        for (int i = 0; i < columns.length; i++) {
            bounds[i].fill(ranges[i], parameters);
            if (ranges[i].isEmpty()) {
                empty = true;
                return;
            }
            lows[i] = ordered(ranges[i].low().columns[0]);
            highs[i] = ordered(ranges[i].high().columns[0]);
        }
    }

    private static long ordered(Vector bound) {
        return bound.lane == Lane.LONG
                ? TableReader.orderedLong(bound.longs[0])
                : TableReader.orderedDouble(bound.doubles[0]);
    }

    /** Whether no row of a vector can satisfy the conditions. */
    boolean skips(TableRows rows, long vector) {
        if (empty) {
            return true;
        }
        for (int i = 0; i < columns.length; i++) {
            if (!rows.mayContain(vector, columns[i], lows[i], highs[i])) {
                return true;
            }
        }
        return false;
    }
}
