package io.omendb.alex;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * The mark of a run that was replaced: a row's key changes once the index has the pair by itself.
 */
@JCStressTest
@Outcome(
        id = "20, -1",
        expect = Expect.ACCEPTABLE,
        desc = "the older key is found, whatever the row has now")
@State
public class RunDetachBesideFind {
    private static final AlexOptions SMALL = new AlexOptions(64, 64);
    private static final int ROWS = 100;
    private final RacedIndex raced = RacedIndex.ofRows(SMALL, ROWS);

    @Actor
    public void writer() {
        raced.changeKey(20, 705);
    }

    @Actor
    public void reader(JJ_Result result) {
        result.r1 = raced.find(200);
        result.r2 = raced.find(705);
    }

    @Arbiter
    public void giveBack(JJ_Result result) {
        raced.close();
    }
}
