package io.omendb.engine.exec;

import io.omendb.sql.bind.OutputColumn;
import java.util.List;

/** A statement ready to run, as often as wanted, by one session. */
public sealed interface ExecutablePlan
        permits QueryPlan, ChangePlan, CopyInPlan, CopyOutPlan, ExplainPlan, UtilityPlan {
    /** The columns of the rows that it returns; none when it returns no rows. */
    List<OutputColumn> columns();
}
