package io.omendb.engine.wal;

import io.omendb.engine.storage.ManualClock;
import io.omendb.engine.storage.Storage;
import io.omendb.offheap.BlockAllocator;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.jspecify.annotations.Nullable;

/**
 * A log whose agents are stepped by one thread in an order that a seed decides, over any storage,
 * with a judge that remembers what each transaction wrote, in plain collections.
 */
final class SteppedWal implements AutoCloseable {
    /**
     * Files of 16 KiB, a buffer of 16 KiB, side files from 2 KiB: everything wraps and rolls soon.
     */
    static final WalConfig SMALL =
            new WalConfig(16 << 10, 16 << 10, 2 << 10, 512, 8 << 10, 4 << 10);

    static final UUID DATABASE = new UUID(0x0123_4567_89AB_CDEFL, 0xFEDC_BA98_7654_3210L);

    static final List<SqlType> TYPES =
            List.of(
                    SqlType.INT8,
                    SqlType.INT4,
                    SqlType.TEXT,
                    SqlType.FLOAT8,
                    SqlType.BOOL,
                    SqlType.OID,
                    SqlType.INT2,
                    SqlType.FLOAT4,
                    SqlType.BYTEA,
                    SqlType.TIMESTAMP);
    static final RowCodec CODEC = RowCodec.of(TYPES);

    /** What was committed, in order: a line per record, and the LSN at which it is durable. */
    record Committed(long transactionId, long lsn, List<String> lines) {}

    /** What a recovery read. */
    static final class Replayed implements WalVisitor {
        final List<Committed> transactions = new ArrayList<>();
        private final Batch batch = Batch.of(TYPES, 1);
        private List<String> lines = new ArrayList<>();

        @Override
        public void record(WalRecord record) {
            lines.add(line(record, batch));
        }

        @Override
        public void commit(long transactionId, long commitLsn, long timeMicros) {
            transactions.add(new Committed(transactionId, commitLsn, lines));
            lines = new ArrayList<>();
        }

        @Override
        public void sequence(int sequenceOid, long lastLogged) {
            transactions.add(
                    new Committed(0, 0, List.of("sequence " + sequenceOid + " " + lastLogged)));
        }
    }

    final BlockAllocator memory = BlockAllocator.shared(256 << 20);
    final Replayed replayed = new Replayed();
    final long recoveredLsn;
    final List<Committed> committed = new ArrayList<>();
    final ManualClock clock = new ManualClock(1_000_000);
    final Wal wal;
    private final SplittableRandom random;
    private final Batch batch = Batch.of(TYPES, 1);
    private long nextTransaction = 1;

    SteppedWal(Storage storage, WalConfig config, long seed) {
        random = new SplittableRandom(seed);
        @Nullable Wal opened = null;
        try (WalRecovery recovery = WalRecovery.open(storage, config, memory)) {
            recoveredLsn = recovery.replay(replayed, (read, max) -> {});
            opened = recovery.resume(DATABASE, clock, WalWakes.NONE);
        } finally {
            if (opened == null) {
                memory.close();
            }
        }
        wal = opened;
        nextTransaction += 1000L * replayed.transactions.size();
    }

    /** One step of one agent, chosen by the seed. */
    void step() {
        switch (random.nextInt(4)) {
            case 0 -> wal.flusher().doWork();
            case 1 -> stepFile(0);
            case 2 -> stepFile(1);
            default -> {
                wal.writer().doWork();
                wal.writer().publish();
                clock.advance(10, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** One step of the file maker (0) or the side file writer (1). */
    void stepFile(int index) {
        Agent agent = wal.fileAgents()[index];
        try {
            agent.doWork();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Runs transactions, some of them large, with savepoints and aborts; several are open at a
     * time.
     */
    void run(int transactions) {
        List<Open> open = new ArrayList<>();
        int begun = 0;
        while (begun < transactions || !open.isEmpty()) {
            step();
            if (begun < transactions && open.size() < 3 && random.nextInt(3) == 0) {
                open.add(new Open());
                begun++;
            }
            if (!open.isEmpty()) {
                Open one = open.get(random.nextInt(open.size()));
                if (one.advance()) {
                    open.remove(one);
                }
            }
        }
    }

    /** Commits one transaction of one row and publishes it. */
    long commitRow(int textBytes) {
        TransactionLog log = wal.writer().begin(nextTransaction);
        List<String> lines = new ArrayList<>();
        fill(textBytes);
        log.insert(7, nextTransaction, CODEC, batch, 0);
        lines.add("INSERT 7 " + nextTransaction + " " + values(batch, 0));
        return commit(log, nextTransaction++, lines);
    }

    private long commit(TransactionLog log, long id, List<String> lines) {
        long lsn = wal.writer().commit(log, 42);
        while (lsn == WalWriter.WOULD_BLOCK) {
            step();
            lsn = wal.writer().commit(log, 42);
        }
        if (lsn < 0) {
            wal.writer().abort(log);
            return lsn;
        }
        committed.add(new Committed(id, lsn, lines));
        wal.writer().publish();
        return lsn;
    }

    /** Until all that was committed is durable. */
    void drain() {
        while (wal.durableLsn().valueAcquire() < wal.writer().endLsn()) {
            wal.writer().publish();
            step();
        }
    }

    int durableCount() {
        long durable = wal.durableLsn().valueAcquire();
        int count = 0;
        while (count < committed.size() && committed.get(count).lsn <= durable) {
            count++;
        }
        return count;
    }

    /** A transaction under way. */
    final class Open {
        private final long id = nextTransaction++;
        private final TransactionLog log = wal.writer().begin(id);
        private final List<String> lines = new ArrayList<>();
        private final List<long[]> marks = new ArrayList<>();
        private int stepsLeft = random.nextInt(8) == 0 ? 60 : 1 + random.nextInt(6);
        private boolean ending;

        /** A step of it; true if it has ended. */
        boolean advance() {
            if (ending || stepsLeft == 0) {
                return end();
            }
            long admitted = log.admit();
            if (admitted == WalWriter.WOULD_BLOCK) {
                return false;
            }
            if (admitted == WalWriter.DISK_FULL) {
                wal.writer().abort(log);
                return true;
            }
            stepsLeft--;
            switch (random.nextInt(12)) {
                case 0 -> marks.add(new long[] {log.mark(), lines.size()});
                case 1 -> rollback();
                default -> change();
            }
            return false;
        }

        private void rollback() {
            if (!marks.isEmpty()) {
                long[] mark = marks.get(random.nextInt(marks.size()));
                marks.removeIf(other -> other[0] > mark[0]);
                log.rollbackTo(mark[0]);
                lines.subList((int) mark[1], lines.size()).clear();
            }
        }

        private void change() {
            long rowId = random.nextInt(1000);
            switch (random.nextInt(6)) {
                case 0 -> {
                    log.delete(7, rowId);
                    lines.add("DELETE 7 " + rowId);
                }
                case 1 -> {
                    fill(20);
                    int[] columns = {2, 0};
                    log.update(7, rowId, CODEC, columns, batch, 0);
                    lines.add(
                            "UPDATE 7 "
                                    + rowId
                                    + " [2, 0] "
                                    + value(batch, 2, 0)
                                    + ", "
                                    + value(batch, 0, 0));
                }
                case 2 -> {
                    byte[] bytes = ("catalog " + rowId).getBytes(StandardCharsets.UTF_8);
                    log.catalog(bytes, 0, bytes.length);
                    lines.add("CATALOG catalog " + rowId);
                }
                case 3 -> {
                    log.truncate((int) rowId);
                    lines.add("TRUNCATE " + rowId);
                }
                default -> {
                    fill(random.nextInt(300));
                    log.insert(7, rowId, CODEC, batch, 0);
                    lines.add("INSERT 7 " + rowId + " " + values(batch, 0));
                }
            }
        }

        private boolean end() {
            if (!ending && random.nextInt(6) == 0) {
                wal.writer().abort(log);
                return true;
            }
            ending = true;
            long lsn = wal.writer().commit(log, 42);
            if (lsn == WalWriter.WOULD_BLOCK) {
                return false;
            }
            if (lsn == WalWriter.DISK_FULL) {
                wal.writer().abort(log);
                return true;
            }
            committed.add(new Committed(id, lsn, lines));
            if (random.nextInt(3) > 0) {
                wal.writer().publish();
            }
            return true;
        }
    }

    private void fill(int textBytes) {
        batch.clear();
        batch.count = 1;
        byte[] text = new byte[textBytes];
        for (int i = 0; i < textBytes; i++) {
            text[i] = (byte) ('a' + random.nextInt(26));
        }
        batch.columns[0].setLong(0, random.nextLong());
        batch.columns[1].setLong(0, random.nextInt());
        batch.columns[2].setBytes(0, text, 0, textBytes);
        batch.columns[3].setDouble(0, random.nextDouble());
        batch.columns[4].setLong(0, random.nextInt(2));
        batch.columns[5].setLong(0, random.nextInt() & 0xFFFF_FFFFL);
        batch.columns[6].setLong(0, (short) random.nextInt());
        batch.columns[7].setDouble(0, (float) random.nextDouble());
        batch.columns[8].setBytes(0, text, 0, textBytes / 2);
        batch.columns[9].setLong(0, random.nextLong());
        for (int i = 0; i < batch.columns.length; i++) {
            if (random.nextInt(5) == 0) {
                batch.columns[i].setNull(0);
            }
        }
    }

    static String line(WalRecord record, Batch batch) {
        batch.clear();
        return switch (record.kind()) {
            case INSERT -> {
                record.decodeRow(CODEC, batch, 0);
                yield "INSERT " + record.tableOid() + " " + record.rowId() + " " + values(batch, 0);
            }
            case UPDATE -> {
                record.decodeRow(CODEC, batch, 0);
                StringBuilder line = new StringBuilder();
                List<Integer> columns = new ArrayList<>();
                for (int i = 0; i < record.columnCount(); i++) {
                    columns.add(record.column(i));
                    line.append(i == 0 ? "" : ", ").append(value(batch, record.column(i), 0));
                }
                yield "UPDATE "
                        + record.tableOid()
                        + " "
                        + record.rowId()
                        + " "
                        + columns
                        + " "
                        + line;
            }
            case DELETE -> "DELETE " + record.tableOid() + " " + record.rowId();
            case CATALOG -> "CATALOG " + new String(record.catalogBytes(), StandardCharsets.UTF_8);
            case TRUNCATE -> "TRUNCATE " + record.tableOid();
        };
    }

    static String values(Batch batch, int row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < batch.columns.length; i++) {
            line.append(i == 0 ? "" : ", ").append(value(batch, i, row));
        }
        return line.toString();
    }

    static String value(Batch batch, int column, int row) {
        var vector = batch.columns[column];
        if (vector.nulls[row]) {
            return "null";
        }
        return switch (vector.lane) {
            case LONG -> Long.toString(vector.longs[row]);
            case DOUBLE -> Double.toString(vector.doubles[row]);
            case BYTES ->
                    new String(
                            vector.bytes,
                            vector.starts[row],
                            vector.lengths[row],
                            StandardCharsets.ISO_8859_1);
        };
    }

    @Override
    public void close() {
        wal.close();
        long leaked = memory.usedBytes();
        memory.close();
        if (leaked != 0) {
            throw new AssertionError(leaked + " bytes leaked");
        }
    }

    /** Frees the memory after a simulated death, in whatever state the log is. */
    void abandon() {
        memory.close();
    }
}
