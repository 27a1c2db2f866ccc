package io.omendb.engine.txn;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The active transactions by their slots. Thread: writer. */
final class TransactionsBySlot {
    private @Nullable Transaction[] bySlot = new Transaction[256];

    void put(int slot, Transaction transaction) {
        if (slot >= bySlot.length) {
            bySlot = Arrays.copyOf(bySlot, Integer.highestOneBit(slot) * 2);
        }
        assert bySlot[slot] == null;
        bySlot[slot] = transaction;
    }

    Transaction get(int slot) {
        Transaction transaction = bySlot[slot];
        assert transaction != null : "slot " + slot + " is in progress without a transaction";
        return transaction;
    }

    /**
     * A transaction other than this one that holds the lock, in either way. Looks at all of them:
     * for DDL.
     */
    @Nullable Transaction anotherHolder(TableLock lock, Transaction transaction) {
        for (Transaction candidate : bySlot) {
            if (candidate != null
                    && candidate != transaction
                    && (candidate.holdsShared(lock) || lock.exclusiveHolder() == candidate)) {
                return candidate;
            }
        }
        return null;
    }

    void remove(int slot) {
        bySlot[slot] = null;
    }
}
