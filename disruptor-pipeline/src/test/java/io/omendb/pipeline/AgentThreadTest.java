package io.omendb.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class AgentThreadTest {
    private final List<String> events = new CopyOnWriteArrayList<>();

    @Test
    void shouldEndAndCloseAllAgentsWhenOneThrows() throws Exception {
        AtomicReference<Throwable> seen = new AtomicReference<>();
        AssertionError failure = new AssertionError("broken");
        Agent bad = agent("bad", () -> {
            throw failure;
        });
        AgentThread thread = new AgentThread(
                "test", IdleStrategies.backoff(), (role, error) -> {
                    events.add("failed " + role);
                    seen.set(error);
                }, agent("good", () -> {}), bad);
        thread.start();
        assertTrue(thread.awaitStopped(5, TimeUnit.SECONDS));
        assertSame(failure, seen.get());
        assertEquals(
                List.of("start good", "start bad", "failed bad", "close bad", "close good"), events);
    }

    @Test
    void shouldStopWithoutInterruptWhenClosed() {
        AtomicReference<Throwable> seen = new AtomicReference<>();
        AgentThread thread = new AgentThread(
                "test", IdleStrategies.backoff(0, 0, TimeUnit.HOURS.toNanos(1)), (role, error) -> seen.set(error),
                agent("idle", () -> {}));
        thread.start();
        thread.close();
        assertEquals(List.of("start idle", "close idle"), events);
        assertNull(seen.get());
        assertFalse(thread.isOwner());
    }

    @Test
    void shouldWakeParkedConsumerWhenRequestIsPublished() throws Exception {
        WakeableIdle idle = IdleStrategies.backoff(0, 0, TimeUnit.HOURS.toNanos(1));
        RequestRing<long[]> ring = new RequestRing<>(8, () -> new long[1], idle);
        WakeQueue<Thread> queue = new WakeQueue<>(8, idle);
        int total = 2_000;
        CountDownLatch latch = new CountDownLatch(2 * total);
        RequestRing.Handler<long[]> handler = slot -> {
            latch.countDown();
            return true;
        };
        Agent consumer = agent("consumer", () -> {
            // This agent reports no work, so each round takes all there is.
            while (ring.poll(handler, 4) > 0) {
                Thread.onSpinWait();
            }
            while (queue.poll() != null) {
                latch.countDown();
            }
        });
        try (AgentThread thread = new AgentThread("test", idle, (role, error) -> {}, consumer)) {
            thread.start();
            for (int i = 0; i < total; i++) {
                long sequence;
                while ((sequence = ring.tryClaim()) == RequestRing.FULL) {
                    Thread.onSpinWait();
                }
                ring.publish(sequence);
                while (!queue.offer(Thread.currentThread())) {
                    Thread.onSpinWait();
                }
                if (i % 100 == 0) {
                    // Let it run dry, so that it parks for an hour unless it is woken.
                    while (latch.getCount() != 2L * (total - i - 1)) {
                        Thread.onSpinWait();
                    }
                }
            }
            assertTrue(latch.await(5, TimeUnit.SECONDS));
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private Agent agent(String name, Work work) {
        return new Agent() {
            @Override
            public void onStart() {
                events.add("start " + name);
            }

            @Override
            public int doWork() throws Exception {
                work.run();
                return 0;
            }

            @Override
            public void onClose() {
                events.add("close " + name);
            }

            @Override
            public String roleName() {
                return name;
            }
        };
    }
}
