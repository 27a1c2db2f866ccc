package io.omendb.engine.wal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.engine.storage.FileStorage;
import io.omendb.engine.storage.ManualClock;
import io.omendb.offheap.BlockAllocator;
import io.omendb.sql.vector.Batch;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalAllocationTest {
    @TempDir private Path directory;

    @Test
    void shouldNotAllocateWhenCommittingAndFlushingSmallTransactions() {
        WalConfig config = new WalConfig(64 << 20, 1 << 20, 64 << 10, 64 << 10, 1 << 20, 8 << 20);
        BlockAllocator memory = BlockAllocator.shared(64 << 20);
        FileStorage storage = new FileStorage(directory);
        Wal wal;
        try (WalRecovery recovery = WalRecovery.open(storage, config, memory)) {
            recovery.replay(new SteppedWal.Replayed(), (read, max) -> {});
            wal = recovery.resume(SteppedWal.DATABASE, new ManualClock(0), WalWakes.NONE);
        }
        Batch batch = Batch.of(SteppedWal.TYPES, 1);
        byte[] text = new byte[30];
        run(wal, batch, text, 500);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        run(wal, batch, text, 500);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        wal.close();
        memory.close();
        assertTrue(allocated < 1_000, allocated + " bytes for 10,000 commits");
    }

    private static void run(Wal wal, Batch batch, byte[] text, int groups) {
        WalWriter writer = wal.writer();
        int[] columns = {0, 2};
        for (int group = 0; group < groups; group++) {
            for (int i = 0; i < 20; i++) {
                batch.clear();
                for (int column = 0; column < batch.columns.length; column++) {
                    batch.columns[column].setNull(0);
                }
                batch.columns[0].setLong(0, i);
                batch.columns[2].setBytes(0, text, 0, text.length);
                TransactionLog log = writer.begin(i);
                log.insert(1, i, SteppedWal.CODEC, batch, 0);
                long mark = log.mark();
                log.update(1, i, SteppedWal.CODEC, columns, batch, 0);
                log.rollbackTo(mark);
                log.delete(1, i);
                if (i % 5 == 0) {
                    writer.abort(log);
                } else if (writer.commit(log, 0) < 0) {
                    throw new IllegalStateException("no room");
                }
            }
            writer.publish();
            while (wal.flusher().doWork() > 0) {
                writer.doWork();
            }
        }
    }
}
