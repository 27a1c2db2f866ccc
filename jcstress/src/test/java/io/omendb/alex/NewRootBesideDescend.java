package io.omendb.alex;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** The root cell and the last slot below it: keys beyond a full root get a new one above. */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "before the change")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "after it")
@State
public class NewRootBesideDescend {
    private static final AlexOptions SMALL = new AlexOptions(64, 32);
    private static final Recipe RECIPE =
            Recipe.until(StructureChange.ROOT_EXPANDED_RIGHT, SMALL, i -> i);
    private final RacedIndex raced = RacedIndex.of(SMALL, RECIPE.keys());

    @Actor
    public void writer() {
        raced.index.insert(RECIPE.next(), RECIPE.keys().length);
    }

    @Actor
    public void reader(JJ_Result result) {
        result.r1 = raced.find(RECIPE.last()) == RECIPE.keys().length - 1 ? 1 : 0;
        result.r2 = raced.scan() - RECIPE.keys().length;
    }

    @Arbiter
    public void giveBack(JJ_Result result) {
        raced.close();
    }
}
