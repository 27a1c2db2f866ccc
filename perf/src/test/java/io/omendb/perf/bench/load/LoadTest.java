package io.omendb.perf.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadTest {
    private static final long STALL_NS = 100_000_000;
    private static final double RATE = 1_000;
    private static final double SECONDS = 0.4;

    @Test
    void shouldCountAStallForAllThatItDelayedWhenTheLoopIsOpen() throws Exception {
        Sample open = Load.open(List.of(new StallOnce()), SECONDS, RATE);
        Sample closed = Load.closed(List.of(new StallOnce()), SECONDS);

        long delayed = open.latencyNs().getCountBetweenValues(STALL_NS / 2, Long.MAX_VALUE / 4);
        assertTrue(delayed >= 40, delayed + " operations waited for half of the stall");
        assertEquals(
                1,
                closed.latencyNs().getCountBetweenValues(STALL_NS / 2, Long.MAX_VALUE / 4),
                "a closed loop sees one");
        assertTrue(open.slowest().getFirst().lengthNs() >= STALL_NS);
    }

    @Test
    void shouldKeepTheRateWhenTheLoopIsOpen() throws Exception {
        Sample sample = Load.open(List.of(new Quick(), new Quick()), SECONDS, RATE);

        assertTrue(sample.rate() <= RATE * 1.1, "reached " + sample.rate());
    }

    @Test
    void shouldThrowWhatAClientFailedWith() {
        Worker failing =
                new Quick() {
                    @Override
                    public void operate() throws SQLException {
                        throw new SQLException("no", "57P01");
                    }
                };

        SQLException thrown =
                assertThrows(
                        SQLException.class,
                        () -> Load.closed(List.of(new Quick(), failing), SECONDS));
        assertEquals("57P01", thrown.getSQLState());
    }

    /** Does nothing, and ends at once. */
    private static class Quick implements Worker {
        @Override
        public void operate() throws SQLException {}

        @Override
        public void close() {}
    }

    /** Its tenth operation takes long. */
    private static final class StallOnce extends Quick {
        private int count;

        @Override
        public void operate() {
            count++;
            if (count == 10) {
                long endNs = System.nanoTime() + STALL_NS;
                while (System.nanoTime() < endNs) {
                    Thread.onSpinWait();
                }
            }
        }
    }
}
