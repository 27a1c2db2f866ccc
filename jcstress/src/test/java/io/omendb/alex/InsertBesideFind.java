package io.omendb.alex;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** The version of a data node: an insert that shifts the entries behind it. */
@JCStressTest
@Outcome(id = "1, -1", expect = Expect.ACCEPTABLE, desc = "before the insert")
@Outcome(id = "1, 7", expect = Expect.ACCEPTABLE, desc = "after it")
@State
public class InsertBesideFind {
    private static final AlexOptions SMALL = new AlexOptions(64, 64);
    private final RacedIndex raced = RacedIndex.of(SMALL, 10, 20, 30);

    @Actor
    public void writer() {
        raced.index.insert(15, 7);
    }

    @Actor
    public void reader(JJ_Result result) {
        result.r1 = raced.find(20);
        result.r2 = raced.find(15);
    }

    @Arbiter
    public void giveBack(JJ_Result result) {
        raced.close();
    }
}
