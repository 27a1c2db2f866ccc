package io.omendb.engine.wal;

import io.omendb.engine.storage.Clock;
import io.omendb.engine.storage.FileStorage;
import io.omendb.offheap.BlockAllocator;
import io.omendb.pipeline.AgentThread;
import io.omendb.pipeline.IdleStrategies;
import io.omendb.pipeline.WakeableIdle;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;

/**
 * Measures durable commits of one small row through writer and flusher threads on a real directory:
 * {@code WalThroughput DIRECTORY OUTSTANDING SECONDS [park|spin]}. Prints commits per second,
 * commits per force, latencies.
 */
final class WalThroughput {
    private static final List<SqlType> TYPES = List.of(SqlType.INT8, SqlType.FLOAT8, SqlType.INT4);

    private WalThroughput() {}

    /** A writer that keeps so many commits outstanding. */
    private static final class Load implements Agent {
        private final Wal wal;
        private final int outstanding;
        private final RowCodec codec;
        private final Batch batch;
        private final long[] lsns = new long[1024];
        private final long[] begun = new long[1024];
        private final long[] latencies;
        private long sent;
        private long acknowledged;

        Load(Wal wal, int outstanding, int samples) {
            this.wal = wal;
            this.outstanding = outstanding;
            codec = RowCodec.of(TYPES);
            batch = Batch.of(TYPES, 1);
            latencies = new long[samples];
        }

        @Override
        public int doWork() {
            wal.writer().doWork();
            long durable = wal.durableLsn().valueAcquire();
            int work = 0;
            long now = System.nanoTime();
            while (acknowledged < sent && lsns[(int) (acknowledged & 1023)] <= durable) {
                latencies[(int) (acknowledged % latencies.length)] =
                        now - begun[(int) (acknowledged & 1023)];
                acknowledged++;
                work++;
            }
            while (sent - acknowledged < outstanding) {
                batch.columns[0].setLong(0, sent);
                batch.columns[1].setDouble(0, sent * 0.5);
                batch.columns[2].setLong(0, sent % 100);
                TransactionLog log = wal.writer().begin(sent);
                log.insert(1, sent, codec, batch, 0);
                long lsn = wal.writer().commit(log, 0);
                if (lsn < 0) {
                    wal.writer().abort(log);
                    break;
                }
                lsns[(int) (sent & 1023)] = lsn;
                begun[(int) (sent & 1023)] = now;
                sent++;
                work++;
            }
            wal.writer().publish();
            return work;
        }

        @Override
        public String roleName() {
            return "load";
        }
    }

    /** Decodes the rows of a replay. */
    private static final class RowReader implements WalVisitor {
        private final RowCodec codec = RowCodec.of(TYPES);
        private final Batch batch = Batch.of(TYPES, 1);
        private long count;

        @Override
        public void record(WalRecord record) {
            record.decodeRow(codec, batch, 0);
            count++;
        }

        @Override
        public void commit(long transactionId, long commitLsn, long timeMicros) {
            batch.clear();
        }

        @Override
        public void sequence(int sequenceOid, long lastLogged) {
            throw new IllegalStateException("no sequence was logged");
        }
    }

    public static void main(String[] args) throws Exception {
        int outstanding = Integer.parseInt(args[1]);
        int seconds = Integer.parseInt(args[2]);
        boolean spin = args.length > 3 && args[3].equals("spin");
        FileStorage storage = new FileStorage(Path.of(args[0]));
        BlockAllocator memory = BlockAllocator.shared(128 << 20);
        WakeableIdle writerIdle = spin ? IdleStrategies.lowLatency() : parking();
        WakeableIdle flusherIdle = spin ? IdleStrategies.lowLatency() : parking();
        WakeableIdle filesIdle = IdleStrategies.backoff();
        Wal wal;
        try (WalRecovery recovery = WalRecovery.open(storage, WalConfig.standard(), memory)) {
            RowReader rows = new RowReader();
            long before = System.nanoTime();
            long end = recovery.replay(rows, (read, max) -> {});
            System.out.printf(
                    Locale.ROOT,
                    "replayed %d rows, %d bytes in %.1f ms%n",
                    rows.count,
                    end,
                    (System.nanoTime() - before) / 1e6);
            wal =
                    recovery.resume(
                            new UUID(1, 2),
                            Clock.system(),
                            new WalWakes(writerIdle, flusherIdle, filesIdle));
        }
        Load load = new Load(wal, outstanding, 1 << 20);
        AgentThread writer = new AgentThread("writer", writerIdle, WalThroughput::fail, load);
        AgentThread flusher =
                new AgentThread("flusher", flusherIdle, WalThroughput::fail, wal.flusher());
        AgentThread files =
                new AgentThread("files", filesIdle, WalThroughput::fail, wal.fileAgents());
        files.start();
        flusher.start();
        writer.start();
        boolean failed = writer.awaitStopped(seconds, TimeUnit.SECONDS);
        if (failed) {
            throw new IllegalStateException("the writer has ended early");
        }
        writer.close();
        flusher.close();
        files.close();
        int samples = (int) Math.min(load.acknowledged, load.latencies.length);
        long[] sorted = Arrays.copyOf(load.latencies, samples);
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%d outstanding: %.0f commits/s, %.1f commits/force, median %.0f us, p99 %.0f us%n",
                outstanding,
                load.acknowledged / (double) seconds,
                load.acknowledged / (double) wal.flusher().groupCount(),
                sorted[samples / 2] / 1e3,
                sorted[(int) (samples * 0.99)] / 1e3);
        wal.close();
        memory.close();
    }

    private static WakeableIdle parking() {
        return IdleStrategies.backoff(
                Integer.getInteger("spins", 50),
                Integer.getInteger("yields", 5),
                1_000_000L * Integer.getInteger("park", 10));
    }

    private static void fail(String role, Throwable failure) {
        failure.printStackTrace();
    }
}
