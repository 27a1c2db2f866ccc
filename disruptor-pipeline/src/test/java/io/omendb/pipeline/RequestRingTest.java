package io.omendb.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestRingTest {
    private final RequestRing<long[]> ring = new RequestRing<>(4, () -> new long[1], WakeHook.NONE);
    private final List<Long> taken = new ArrayList<>();

    @Test
    void shouldRefuseClaimWhenFullAndGrantItAfterPoll() {
        for (int i = 0; i < 4; i++) {
            put(i);
        }
        assertEquals(RequestRing.FULL, ring.tryClaim());
        assertEquals(2, ring.poll(this::take, 2));
        put(4);
        put(5);
        assertEquals(RequestRing.FULL, ring.tryClaim());
        assertEquals(4, ring.poll(this::take, 100));
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L), taken);
        assertTrue(ring.isEmpty());
    }

    @Test
    void shouldStopBeforeGapWhenSlotIsClaimedButNotPublished() {
        long gap = ring.tryClaim();
        put(1);
        assertEquals(0, ring.poll(this::take, 100));
        ring.slot(gap)[0] = 0;
        ring.publish(gap);
        assertEquals(2, ring.poll(this::take, 100));
        assertEquals(List.of(0L, 1L), taken);
    }

    @Test
    void shouldOfferSlotAgainWhenHandlerRefusesIt() {
        put(7);
        put(8);
        assertEquals(1, ring.poll(slot -> slot[0] == 7, 100));
        assertEquals(1, ring.poll(this::take, 100));
        assertEquals(List.of(8L), taken);
    }

    @Test
    void shouldFreeSlotWhenHandlerThrows() {
        put(7);
        put(8);
        assertThrows(IllegalStateException.class, () -> ring.poll(slot -> {
            throw new IllegalStateException();
        }, 100));
        assertEquals(1, ring.poll(this::take, 100));
        assertEquals(List.of(8L), taken);
    }

    @Test
    void shouldNotAllocateInSteadyState() {
        RequestRing.Handler<long[]> handler = slot -> slot[0] >= 0;
        WakeQueue<RequestRing<long[]>> queue = new WakeQueue<>(16, WakeHook.NONE);
        run(handler, queue, 20_000);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        // What a round allocates shows in every window; what the JVM links once, in the first ones only.
        long allocated = Long.MAX_VALUE;
        for (int window = 0; window < 5; window++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            run(handler, queue, 20_000);
            allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(allocated < 1_000, allocated + " bytes in 20,000 rounds");
    }

    private void run(RequestRing.Handler<long[]> handler, WakeQueue<RequestRing<long[]>> queue, int rounds) {
        for (int i = 0; i < rounds; i++) {
            while (true) {
                long sequence = ring.tryClaim();
                if (sequence == RequestRing.FULL) {
                    break;
                }
                ring.slot(sequence)[0] = i;
                ring.publish(sequence);
            }
            ring.poll(handler, 3);
            queue.offer(ring);
            queue.poll();
        }
    }

    private void put(long value) {
        long sequence = ring.tryClaim();
        assertNotEquals(RequestRing.FULL, sequence);
        ring.slot(sequence)[0] = value;
        ring.publish(sequence);
    }

    private boolean take(long[] slot) {
        taken.add(slot[0]);
        return true;
    }
}
