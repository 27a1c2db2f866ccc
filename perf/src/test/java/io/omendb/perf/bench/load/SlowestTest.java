package io.omendb.perf.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SlowestTest {
    private final Slowest first = new Slowest();
    private final Slowest second = new Slowest();

    @Test
    void shouldKeepOneOperationOfEachPause() {
        // One stall until 1,000 that delays what is due each 10; then another, shorter one.
        for (int due = 0; due < 1_000; due += 10) {
            first.offer(due, 1_000 + due / 10);
        }
        first.offer(2_000, 2_300);

        assertEquals(
                List.of(new Interval(0, 1_000), new Interval(2_000, 2_300)),
                Slowest.merge(List.of(first)));
    }

    @Test
    void shouldKeepTheLongestWhenALaterOneOfThePauseIsLonger() {
        first.offer(0, 100);
        first.offer(50, 500);

        assertEquals(List.of(new Interval(50, 500)), Slowest.merge(List.of(first)));
    }

    @Test
    void shouldKeepOneOfAllThreadsThatAPauseHeldUp() {
        first.offer(100, 900);
        first.offer(2_000, 2_010);
        second.offer(150, 990);
        second.offer(3_000, 3_020);

        assertEquals(
                List.of(
                        new Interval(150, 990),
                        new Interval(3_000, 3_020),
                        new Interval(2_000, 2_010)),
                Slowest.merge(List.of(first, second)));
    }

    @Test
    void shouldKeepTheLongestOfMany() {
        for (int i = 1; i <= 100; i++) {
            first.offer(1_000L * i, 1_000L * i + i * 7 % 101);
        }

        List<Interval> kept = Slowest.merge(List.of(first));
        assertEquals(8, kept.size());
        assertEquals(
                List.of(100L, 99L, 98L, 97L, 96L, 95L, 94L, 93L),
                kept.stream().map(Interval::lengthNs).toList());
    }
}
