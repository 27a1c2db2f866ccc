package io.omendb.sql.bind;

import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.OuterReference;
import io.omendb.sql.expr.BoundExpression.OuterValue;
import java.util.ArrayList;
import java.util.List;

/** What a subquery that runs for each row of the query around reads of that row. */
final class OuterRow {
    private final BindContext context;
    private final List<OuterValue> values = new ArrayList<>();
    private int reads;

    OuterRow(BindContext context) {
        this.context = context;
    }

    /** Returns the reference within the subquery to a value over the input of the query around. */
    BoundExpression read(BoundExpression value) {
        reads++;
        context.countOuterRead();
        for (OuterValue known : values) {
            if (known.value().equals(value)) {
                return new OuterReference(known.slot(), value.type());
            }
        }
        OuterValue added = new OuterValue(context.nextOuterSlot(), value);
        values.add(added);
        return new OuterReference(added.slot(), value.type());
    }

    List<OuterValue> values() {
        return values;
    }

    int reads() {
        return reads;
    }
}
