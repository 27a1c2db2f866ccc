package io.omendb.jmh;

import io.omendb.engine.storage.Clock;
import io.omendb.engine.wal.RowCodec;
import io.omendb.engine.wal.TransactionLog;
import io.omendb.engine.wal.Wal;
import io.omendb.engine.wal.WalConfig;
import io.omendb.engine.wal.WalRecord;
import io.omendb.engine.wal.WalRecovery;
import io.omendb.engine.wal.WalVisitor;
import io.omendb.engine.wal.WalWakes;
import io.omendb.engine.wal.WalWriter;
import io.omendb.offheap.BlockAllocator;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.agrona.concurrent.Agent;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Claim: the log costs the writer little more than its bytes do: a commit of one row is encoded,
 * copied into the buffer, summed (CRC32C) and published, and nothing is taken from the heap. The
 * flusher is given its turn after each batch, over a disk that costs nothing. Beside it in the same
 * run: a copy and a sum of as many bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LogAppendBenchmark {
    private static final int COMMITS = 256;
    private static final int TABLE_OID = 16_384;
    private static final long BUDGET_BYTES = 1L << 28;
    private static final List<SqlType> TYPES = List.of(SqlType.INT8, SqlType.TEXT);

    /** Of the row's text; the rest of a frame is about a hundred bytes. */
    @Param({"16", "1024"})
    private int textBytes;

    private final DiscardingStorage storage = new DiscardingStorage();
    private BlockAllocator memory;
    private Wal wal;
    private WalWriter writer;
    private Agent[] fileAgents;
    private RowCodec codec;
    private Batch row;
    private long transactionId;
    private ByteBuffer source;
    private ByteBuffer target;
    private CRC32C crc;
    private int frameBytes;

    @Setup
    public void open() {
        memory = BlockAllocator.shared(BUDGET_BYTES);
        try (WalRecovery log = WalRecovery.open(storage, WalConfig.standard(), memory)) {
            log.replay(new NoRecords(), (read, max) -> {});
            wal = log.resume(new UUID(1, Seed.VALUE), Clock.system(), WalWakes.NONE);
        }
        writer = wal.writer();
        fileAgents = wal.fileAgents();
        codec = RowCodec.of(TYPES);
        row = Batch.of(TYPES, 1);
        row.columns[0].setLong(0, 42);
        byte[] text = "x".repeat(textBytes).getBytes(StandardCharsets.US_ASCII);
        row.columns[1].setBytes(0, text, 0, text.length);
        row.count = 1;
        long before = commit();
        frameBytes = (int) (commit() - before);
        source = ByteBuffer.allocateDirect(frameBytes);
        target = ByteBuffer.allocateDirect(COMMITS * frameBytes);
        crc = new CRC32C();
    }

    @TearDown
    public void giveBack() {
        wal.close();
        memory.close();
    }

    /** A new log has no records. */
    private static final class NoRecords implements WalVisitor {
        @Override
        public void record(WalRecord record) {
            throw new IllegalStateException("the log is new");
        }

        @Override
        public void commit(long transactionId, long commitLsn, long timeMicros) {
            throw new IllegalStateException("the log is new");
        }

        @Override
        public void sequence(int sequenceOid, long lastLogged) {
            throw new IllegalStateException("the log is new");
        }
    }

    /** Per commit. */
    @Benchmark
    @OperationsPerInvocation(COMMITS)
    public long append() {
        long lsn = 0;
        for (int i = 0; i < COMMITS; i++) {
            lsn = commit();
        }
        writer.publish();
        flush();
        return lsn;
    }

    /** As many bytes into a buffer, and their sum. */
    @Benchmark
    @OperationsPerInvocation(COMMITS)
    public long floorCopyAndChecksum() {
        long sum = 0;
        target.clear();
        for (int i = 0; i < COMMITS; i++) {
            target.put(source.clear());
            crc.reset();
            crc.update(source.flip());
            sum += crc.getValue();
        }
        return sum;
    }

    private long commit() {
        TransactionLog log = writer.begin(++transactionId);
        log.insert(TABLE_OID, transactionId, codec, row, 0);
        long lsn = writer.commit(log, transactionId);
        while (lsn < 0) {
            writer.publish();
            flush();
            lsn = writer.commit(log, transactionId);
        }
        return lsn;
    }

    private void flush() {
        try {
            while (wal.flusher().doWork() > 0) {
                // until all that was published is durable
            }
            for (Agent agent : fileAgents) {
                agent.doWork();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
