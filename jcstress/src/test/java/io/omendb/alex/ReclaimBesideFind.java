package io.omendb.alex;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Epochs: what the split replaced is freed and used again, unless the reader may be in it. */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "before the change")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "after it")
@State
public class ReclaimBesideFind {
    private static final AlexOptions SMALL = new AlexOptions(64, 64);
    private static final Recipe RECIPE =
            Recipe.until(StructureChange.SPLIT_DOWN, SMALL, i -> i * 0x9E37_79B9_7F4A_7C15L);
    private final RacedIndex raced = RacedIndex.of(SMALL, RECIPE.keys());

    @Actor
    public void writer() {
        raced.index.insert(RECIPE.next(), RECIPE.keys().length);
        raced.reclaimAndScribble();
    }

    @Actor
    public void reader(JJ_Result result) {
        result.r1 = raced.findInEpoch(RECIPE.last()) == RECIPE.keys().length - 1 ? 1 : 0;
        result.r2 = raced.findInEpoch(RECIPE.next()) == RacedIndex.NONE ? 0 : 1;
    }

    @Arbiter
    public void giveBack(JJ_Result result) {
        raced.close();
    }
}
