package io.omendb.sql.expr;

import io.omendb.sql.function.EvaluationContext;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import java.util.List;

/** What an evaluation reads: the batch, the parameters (one row) and the session. */
final class Frame {
    private static final Batch NONE = Batch.of(List.<SqlType>of(), 1);

    final EvaluationContext context;
    Batch input = NONE;
    Batch parameters = NONE;

    Frame(EvaluationContext context) {
        this.context = context;
    }
}
