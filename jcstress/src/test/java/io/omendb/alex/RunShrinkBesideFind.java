package io.omendb.alex;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * The version of a run, which loses its first row in place: first payload, model and count change.
 */
@JCStressTest
@Outcome(id = "20, 0", expect = Expect.ACCEPTABLE, desc = "before")
@Outcome(id = "20, -1", expect = Expect.ACCEPTABLE, desc = "after")
@State
public class RunShrinkBesideFind {
    private static final AlexOptions SMALL = new AlexOptions(64, 64);
    private static final int ROWS = 100;
    private final RacedIndex raced = RacedIndex.ofRows(SMALL, ROWS);

    @Actor
    public void writer() {
        raced.index.remove(0, 0);
    }

    @Actor
    public void reader(JJ_Result result) {
        result.r1 = raced.find(200);
        result.r2 = raced.find(0);
    }

    @Arbiter
    public void giveBack(JJ_Result result) {
        raced.close();
    }
}
