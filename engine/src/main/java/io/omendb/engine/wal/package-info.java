/**
 * The write-ahead log: redo records of transactions, collected while they run, appended when they
 * commit, written and forced by one thread, read back after a crash.
 *
 * <pre>
 *   TransactionLog --commit--> log buffer --appendedLsn--> WalFlusher --durableLsn--> replies
 *        |                        ^                            |
 *        | beyond 4 MiB           | spaceLsn                   v
 *        +----> SideFileWriter    +---- WalFileMaker ----> wal/*.wal
 * </pre>
 *
 * <p>Never here: what a table, a row version or a catalog change means.
 */
@NullMarked
package io.omendb.engine.wal;

import org.jspecify.annotations.NullMarked;
