package io.omendb.alex;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** The version of a data node: a removal, whose slot becomes a gap with another key. */
@JCStressTest
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "before the removal")
@Outcome(id = "2, -1", expect = Expect.ACCEPTABLE, desc = "after it")
@State
public class RemoveBesideFind {
    private static final AlexOptions SMALL = new AlexOptions(64, 64);
    private final RacedIndex raced = RacedIndex.of(SMALL, 10, 20, 30);

    @Actor
    public void writer() {
        raced.index.remove(20, 1);
    }

    @Actor
    public void reader(JJ_Result result) {
        result.r1 = raced.find(30);
        result.r2 = raced.find(20);
    }

    @Arbiter
    public void giveBack(JJ_Result result) {
        raced.close();
    }
}
