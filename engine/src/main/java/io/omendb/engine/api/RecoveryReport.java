package io.omendb.engine.api;

/**
 * What recovery found.
 *
 * @param isNew whether the directory held no database
 * @param transactionCount committed transactions replayed
 * @param recordCount changes of rows and of the catalog replayed
 * @param endLsn where the log ended
 * @param durationNs how long it took, in nanoseconds
 */
public record RecoveryReport(
        boolean isNew, long transactionCount, long recordCount, long endLsn, long durationNs) {}
