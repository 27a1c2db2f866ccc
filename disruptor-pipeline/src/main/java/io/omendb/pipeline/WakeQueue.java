package io.omendb.pipeline;

import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of references from many threads to one that may be parked: completions to a
 * session's IO thread, commands to the conductor. It neither blocks nor allocates. (JCTools'
 * VarHandle queue: the Unsafe one warns on JDK 25.)
 *
 * @param <E> what is handed over; it belongs to the consumer from then on
 */
public final class WakeQueue<E> {
    private final MpscVarHandleArrayQueue<E> queue;
    private final WakeHook hook;

    /**
     * @param capacity rounded up to a power of two
     * @param hook wakes the consumer after an offer
     */
    public WakeQueue(int capacity, WakeHook hook) {
        this.queue = new MpscVarHandleArrayQueue<>(Math.max(2, capacity));
        this.hook = hook;
    }

    /** Any producer: hands an element over, or answers false when the queue is full. */
    public boolean offer(E element) {
        if (!queue.offer(element)) {
            return false;
        }
        hook.wake();
        return true;
    }

    /** The consumer: the oldest element, or null. */
    public @Nullable E poll() {
        return queue.relaxedPoll();
    }

    /** Any thread: a guess for others than the consumer. */
    public boolean isEmpty() {
        return queue.isEmpty();
    }

    /** How many elements it can hold. */
    public int capacity() {
        return queue.capacity();
    }
}
