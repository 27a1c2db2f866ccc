package io.omendb.alex;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * The version of a data node: an entry's payload becomes a list; and the list behind it is whole.
 */
@JCStressTest
@Outcome(id = "1, -1", expect = Expect.ACCEPTABLE, desc = "one payload")
@Outcome(id = "1, 9", expect = Expect.ACCEPTABLE, desc = "a list of two")
@State
public class SetBesideFind {
    private static final AlexOptions SMALL = new AlexOptions(64, 64);
    private final RacedIndex raced = RacedIndex.of(SMALL, 10, 20, 30);

    @Actor
    public void writer() {
        raced.index.insert(20, 9);
    }

    @Actor
    public void reader(JJ_Result result) {
        result.r1 = raced.find(20);
        result.r2 =
                raced.cursor.next() && raced.cursor.key() == 20
                        ? raced.cursor.payload()
                        : RacedIndex.NONE;
    }

    @Arbiter
    public void giveBack(JJ_Result result) {
        raced.close();
    }
}
