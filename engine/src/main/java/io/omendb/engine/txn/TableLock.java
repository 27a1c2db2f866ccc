package io.omendb.engine.txn;

import org.jspecify.annotations.Nullable;

/**
 * Which transactions use a table: many that change rows, or one that changes its definition.
 *
 * <p>Readers take no lock: a snapshot and the storage that was current with it suffice. Thread:
 * writer.
 */
final class TableLock {
    private int sharedCount;
    private @Nullable Transaction exclusiveHolder;

    /**
     * The transaction to wait for before {@code transaction} may change rows, or null if it may
     * now.
     */
    @Nullable Transaction blockerOfShared(Transaction transaction) {
        return exclusiveHolder == transaction ? null : exclusiveHolder;
    }

    /**
     * Whether no other transaction uses the table, so that {@code transaction} may take it alone.
     */
    boolean exclusiveIsFree(Transaction transaction) {
        if (exclusiveHolder != null) {
            return exclusiveHolder == transaction;
        }
        return sharedCount == (transaction.holdsShared(this) ? 1 : 0);
    }

    @Nullable Transaction exclusiveHolder() {
        return exclusiveHolder;
    }

    void acquireShared(Transaction transaction) {
        assert blockerOfShared(transaction) == null;
        if (!transaction.holdsShared(this)) {
            sharedCount++;
            transaction.addShared(this);
        }
    }

    void acquireExclusive(Transaction transaction) {
        assert exclusiveIsFree(transaction);
        if (exclusiveHolder == null) {
            exclusiveHolder = transaction;
            transaction.addExclusive(this);
        }
    }

    void releaseShared() {
        assert sharedCount > 0;
        sharedCount--;
    }

    void releaseExclusive(Transaction transaction) {
        assert exclusiveHolder == transaction;
        exclusiveHolder = null;
    }
}
