package io.omendb.engine.txn;

import org.jspecify.annotations.Nullable;

/**
 * A place in the ring. Owned by the producer from claim to publication, by the writer from then on.
 */
public final class OperationSlot {
    private @Nullable Operation operation;

    public void put(Operation submitted) {
        this.operation = submitted;
    }

    Operation take() {
        Operation taken = operation;
        assert taken != null;
        operation = null;
        return taken;
    }
}
