package io.omendb.engine.wal;

/**
 * Takes what recovery reads, in the order of the commits: the records of one transaction in the
 * order in which it wrote them, without those that it took back, then its commit.
 */
public interface WalVisitor {
    /** A record of a committed transaction; the flyweight is valid during the call. */
    void record(WalRecord record);

    /** The records since the last call were this transaction. */
    void commit(long transactionId, long commitLsn, long timeMicros);

    /** A sequence may be used up to a value, outside of transactions. */
    void sequence(int sequenceOid, long lastLogged);
}
