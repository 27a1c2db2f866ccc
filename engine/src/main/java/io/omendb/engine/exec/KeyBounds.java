package io.omendb.engine.exec;

import io.omendb.sql.expr.Evaluator;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a statement says about the key of an index: the leading columns equal to values, and perhaps
 * bounds of the next one. Evaluates the values and makes the range of keys; allocates nothing.
 */
final class KeyBounds {
    /** One side of a range. */
    record Bound(Evaluator value, boolean inclusive) {}

    private final KeyDomain[] domains;
    private final Evaluator[] equal;
    private final @Nullable Bound low;
    private final @Nullable Bound high;
    private final boolean descending;
    private final Batch noColumns = Batch.of(List.of(), 1);
    private final RowSet one = new RowSet(1).setAll(1);

    /** @param keyTypes the types of all key columns of the index */
    KeyBounds(
            List<SqlType> keyTypes,
            List<Evaluator> equal,
            @Nullable Bound low,
            @Nullable Bound high,
            boolean descending) {
        domains = new KeyDomain[keyTypes.size()];
        for (int i = 0; i < domains.length; i++) {
            domains[i] = KeyDomain.of(keyTypes.get(i));
        }
        this.equal = equal.toArray(new Evaluator[0]);
        this.low = low;
        this.high = high;
        this.descending = descending;
        noColumns.count = 1;
    }

    /** Makes {@code range} the keys that qualify for the values of the parameters. */
    void fill(KeyRange range, Batch parameters) {
        range.begin(descending);
        Vector[] lowest = range.low().columns;
        Vector[] highest = range.high().columns;
        for (int i = 0; i < domains.length; i++) {
            boolean possible = true;
            if (i < equal.length) {
                Vector value = equal[i].evaluate(noColumns, parameters, one);
                possible = !value.nulls[0] && domains[i].contains(value);
                if (possible) {
                    lowest[i].copyFrom(value, 0, 0);
                    highest[i].copyFrom(value, 0, 0);
                }
            } else {
                domains[i].setMin(lowest[i]);
                domains[i].setMax(highest[i]);
                if (i == equal.length && low != null) {
                    Vector value = low.value.evaluate(noColumns, parameters, one);
                    possible =
                            !value.nulls[0]
                                    && domains[i].setAtLeast(value, low.inclusive, lowest[i]);
                }
                if (i == equal.length && high != null && possible) {
                    Vector value = high.value.evaluate(noColumns, parameters, one);
                    possible =
                            !value.nulls[0]
                                    && domains[i].setAtMost(value, high.inclusive, highest[i]);
                }
            }
            if (!possible) {
                range.setEmpty();
                return;
            }
        }
    }
}
