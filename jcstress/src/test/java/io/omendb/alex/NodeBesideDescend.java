package io.omendb.alex;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** A slot: a data node is built again, larger. */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "before the change")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "after it")
@State
public class NodeBesideDescend {
    private static final AlexOptions SMALL = new AlexOptions(256, 64);
    private static final Recipe RECIPE =
            Recipe.until(StructureChange.NODE_EXPANDED, SMALL, i -> i * 0x9E37_79B9_7F4A_7C15L);
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
