package io.omendb.alex;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** The count of a list, which comes after the payload that it counts. */
@JCStressTest
@Outcome(id = "3, 3", expect = Expect.ACCEPTABLE, desc = "before the last")
@Outcome(id = "4, 12", expect = Expect.ACCEPTABLE, desc = "with it")
@State
public class ListBesideScan {
    private static final AlexOptions SMALL = new AlexOptions(64, 64);
    private final RacedIndex raced = RacedIndex.of(SMALL, 5);

    public ListBesideScan() {
        raced.addPayloads(5, 1, 2);
    }

    @Actor
    public void writer() {
        raced.index.insert(5, 9);
    }

    @Actor
    public void reader(JJ_Result result) {
        long sum = 0;
        long count = 0;
        for (boolean more = raced.cursor.seek(5); more; more = raced.cursor.next()) {
            sum += raced.cursor.payload();
            count++;
        }
        result.r1 = count;
        result.r2 = sum;
    }

    @Arbiter
    public void giveBack(JJ_Result result) {
        raced.close();
    }
}
