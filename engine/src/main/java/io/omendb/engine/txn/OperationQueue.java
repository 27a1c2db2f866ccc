package io.omendb.engine.txn;

import org.jspecify.annotations.Nullable;

/**
 * A first-in first-out queue linked through the operations themselves, as an operation is in one
 * queue at most.
 */
final class OperationQueue {
    private @Nullable Operation head;
    private @Nullable Operation tail;
    private int size;

    int size() {
        return size;
    }

    void add(Operation operation) {
        assert operation.nextInQueue == null && operation != tail;
        Operation last = tail;
        if (last == null) {
            head = operation;
        } else {
            last.nextInQueue = operation;
        }
        tail = operation;
        size++;
    }

    @Nullable Operation poll() {
        Operation first = head;
        if (first != null) {
            head = first.nextInQueue;
            first.nextInQueue = null;
            if (head == null) {
                tail = null;
            }
            size--;
        }
        return first;
    }

    /** Takes an operation out wherever it stands. */
    void remove(Operation operation) {
        Operation previous = null;
        for (Operation o = head; o != null; previous = o, o = o.nextInQueue) {
            if (o == operation) {
                if (previous == null) {
                    head = o.nextInQueue;
                } else {
                    previous.nextInQueue = o.nextInQueue;
                }
                if (tail == o) {
                    tail = previous;
                }
                o.nextInQueue = null;
                size--;
                return;
            }
        }
        assert false : "not in this queue";
    }
}
