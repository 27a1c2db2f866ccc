package io.omendb.pipeline;

import com.lmax.disruptor.EventFactory;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;

/**
 * Requests of many threads to one, in the order in which their slots were claimed, over the LMAX
 * Disruptor's ring of slots made beforehand. Nothing here blocks or allocates, so one thread can
 * play all the parts in a simulation.
 *
 * <p>A producer claims a slot, fills it, publishes it. A full ring is an expected answer ({@link
 * #FULL}), which the producer turns into back-pressure. A claimed slot must be published: the
 * consumer stops before a gap.
 *
 * @param <E> the slot: a mutable object, reused for every lap of the ring
 */
public final class RequestRing<E> {
    /** {@link #tryClaim()}: no slot is free. */
    public static final long FULL = -1;

    private final RingBuffer<E> ring;
    private final Sequence consumed = new Sequence();

    /**
     * @param slots number of slots, a power of two
     * @param slot makes each of them, now
     * @param hook wakes the consumer after a publication
     */
    public RequestRing(int slots, EventFactory<E> slot, WakeHook hook) {
        this.ring = RingBuffer.createMultiProducer(slot, slots, new HookedWait(hook));
        ring.addGatingSequences(consumed);
    }

    /** Any producer: the sequence of a slot to fill and publish, or {@link #FULL}. */
    public long tryClaim() {
        if (!ring.hasAvailableCapacity(1)) {
            return FULL;
        }
        try {
            return ring.tryNext();
        } catch (
                InsufficientCapacityException
                        full) { // the Disruptor's only instance: others were faster
            return FULL;
        }
    }

    /** The slot of a claimed sequence. */
    public E slot(long sequence) {
        return ring.get(sequence);
    }

    /**
     * The producer that claimed it: hands the slot over (release; pairs with the acquire in {@link
     * #poll}).
     */
    public void publish(long sequence) {
        ring.publish(sequence);
    }

    /**
     * The consumer: offers the published slots in order to a handler, which may refuse one; that
     * and all after it stay. The slots taken are free for producers when this returns, or throws: a
     * handler that throws has taken its slot.
     *
     * @param limit at most so many
     * @return how many were taken
     */
    public int poll(Handler<? super E> handler, int limit) {
        long first = consumed.get() + 1;
        long next = first;
        long end = first + limit;
        try {
            while (next < end && ring.isAvailable(next)) {
                next++;
                if (!handler.onRequest(ring.get(next - 1))) {
                    next--;
                    break;
                }
            }
        } finally {
            if (next != first) {
                consumed.set(next - 1);
            }
        }
        return (int) (next - first);
    }

    /** The consumer: whether the next slot is published. */
    public boolean isEmpty() {
        return !ring.isAvailable(consumed.get() + 1);
    }

    /** Slots made. */
    public int capacity() {
        return ring.getBufferSize();
    }

    /**
     * What the consumer does with a slot.
     *
     * @param <E> the slot
     */
    @FunctionalInterface
    public interface Handler<E> {
        /**
         * Takes the request (true), or refuses it for now (false): it is offered again by the next
         * poll.
         */
        boolean onRequest(E slot);
    }

    /** The ring's only use of a wait strategy is the signal after a publication: consumers poll. */
    private record HookedWait(WakeHook hook) implements WaitStrategy {
        @Override
        public long waitFor(
                long sequence, Sequence cursor, Sequence dependent, SequenceBarrier barrier) {
            throw new UnsupportedOperationException("the consumer polls");
        }

        @Override
        public void signalAllWhenBlocking() {
            hook.wake();
        }
    }
}
