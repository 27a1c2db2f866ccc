package io.omendb.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.engine.mvcc.Snapshot;
import io.omendb.engine.mvcc.TransactionSlots;
import io.omendb.offheap.EpochSlot;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A writer moves amounts between rows while readers look: at every snapshot the sum is the same and
 * no row is torn.
 */
class TableConcurrencyTest {

    private static final List<SqlType> TYPES =
            List.of(
                    SqlType.of(TypeKind.INT8),
                    SqlType.of(TypeKind.INT8),
                    SqlType.of(TypeKind.TEXT));
    private static final int[] ALL = {0, 1, 2};
    private static final int[] CHANGED = {1, 2};
    private static final int ACCOUNTS = 3000;
    private static final long AMOUNT = 1000;
    private static final long RUN_NANOS = 2_500_000_000L;

    private final long seed = System.nanoTime();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean running = true;

    @Test
    void shouldKeepSumAtEverySnapshotWhenWriterTransfers() throws InterruptedException {
        System.out.println("seed " + seed);
        try (StoreFixture fixture = new StoreFixture(256 << 20)) {
            Table table = fixture.store.createTable(TYPES);
            TableIndex index = table.createIndex(true, 0);
            Writer writer = new Writer(fixture, table, new Random(seed));
            writer.fill();
            List<Thread> readers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Random random = new Random(seed + i + 1);
                Thread thread =
                        new Thread(() -> read(fixture, table, index, random), "reader " + i);
                readers.add(thread);
                thread.start();
            }
            long end = System.nanoTime() + RUN_NANOS;
            while (System.nanoTime() < end && failure.get() == null) {
                writer.transact();
            }
            running = false;
            for (Thread reader : readers) {
                reader.join();
            }
            assertNull(failure.get(), () -> "seed " + seed + ": " + failure.get());
            assertTrue(writer.commits > 1000, "only " + writer.commits + " commits");
            fixture.durableLsn.set(fixture.lsn);
            fixture.pruneAll();
            assertEquals(0, table.versionBytes());
            assertEquals(ACCOUNTS, index.entryCount());
            assertEquals(ACCOUNTS, table.liveRows());
        }
    }

    private void read(StoreFixture fixture, Table table, TableIndex index, Random random) {
        EpochSlot epoch = fixture.epochs.register();
        try (Snapshot snapshot = fixture.store.openSnapshot();
                Snapshot kept = fixture.store.openSnapshot()) {
            TableReader reader = table.reader(epoch);
            IndexLookup lookup = reader.lookup(index, ALL);
            IndexScan scan = reader.scan(index, ALL);
            Batch out = Batch.withRowIds(TYPES, Batch.CAPACITY);
            while (running) {
                if (random.nextInt(20) == 0) {
                    kept.take(0); // and keeps it, while versions before and after it go
                }
                snapshot.take(0);
                epoch.enter();
                if (kept.isTaken()) {
                    checkSum(kept, out, table, reader);
                    checkOrder(scan, kept, out);
                }
                for (int i = 0; i < 3; i++) {
                    checkSum(snapshot, out, table, reader);
                }
                checkOrder(scan, snapshot, out);
                for (int i = 0; i < 200; i++) {
                    out.clear();
                    long key = random.nextInt(ACCOUNTS);
                    assertTrue(lookup.get(key, snapshot, out, 0), "key " + key);
                    checkRow(out, 0);
                }
                epoch.exit();
                snapshot.release();
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        } finally {
            if (epoch.isEntered()) {
                epoch.exit();
            }
            fixture.epochs.unregister(epoch);
        }
    }

    private static void checkSum(Snapshot snapshot, Batch out, Table table, TableReader reader) {
        long sum = 0;
        int rows = 0;
        long vectors = table.vectorCount();
        for (long vector = 0; vector < vectors; vector++) {
            int count = reader.scanVector(vector, snapshot, ALL, out);
            for (int i = 0; i < count; i++) {
                checkRow(out, i);
                sum += out.columns[1].longs[i];
            }
            rows += count;
        }
        assertEquals(ACCOUNTS, rows);
        assertEquals(ACCOUNTS * AMOUNT, sum);
    }

    private static void checkOrder(IndexScan scan, Snapshot snapshot, Batch out) {
        scan.begin(Long.MIN_VALUE, Long.MAX_VALUE);
        long expected = 0;
        long sum = 0;
        while (scan.next(snapshot, out) > 0) {
            for (int i = 0; i < out.count; i++) {
                assertEquals(expected++, out.columns[0].longs[i]);
                checkRow(out, i);
                sum += out.columns[1].longs[i];
            }
        }
        assertEquals(ACCOUNTS, expected);
        assertEquals(ACCOUNTS * AMOUNT, sum);
    }

    private static void checkRow(Batch out, int row) {
        Vector text = out.columns[2];
        String actual =
                new String(
                        text.bytes, text.starts[row], text.lengths[row], StandardCharsets.US_ASCII);
        assertEquals(textOf(out.columns[1].longs[row]), actual);
    }

    /** Short and long strings, by the amount. */
    private static String textOf(long amount) {
        return amount % 3 == 0 ? "a" + amount : "an amount that is not inline: " + amount;
    }

    private static final class Writer {
        private final StoreFixture fixture;
        private final Table table;
        private final Random random;
        private final long[] rowIds = new long[ACCOUNTS];
        private final Batch row = Batch.of(TYPES, 1);
        private final Batch change = Batch.of(TYPES.subList(1, 3), 1);
        int commits;

        Writer(StoreFixture fixture, Table table, Random random) {
            this.fixture = fixture;
            this.table = table;
            this.random = random;
        }

        void fill() {
            int slot = fixture.store.slots().begin();
            for (int key = 0; key < ACCOUNTS; key++) {
                insert(key, AMOUNT, slot, 0);
            }
            fixture.commitDurably(slot);
        }

        void transact() {
            TransactionSlots slots = fixture.store.slots();
            int slot = slots.begin();
            long[] undoLog = new long[16];
            int changes = 0;
            long[] before = Arrays.copyOf(rowIds, rowIds.length);
            int command = 0;
            for (int transfers = 1 + random.nextInt(3); transfers > 0; transfers--) {
                int from = random.nextInt(8) == 0 ? random.nextInt(ACCOUNTS) : random.nextInt(20);
                int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
                long amount = random.nextInt(50);
                long toAmount = amountOf(to);
                set(from, amountOf(from) - amount, slot, command++);
                undoLog[changes++] = rowIds[from];
                if (random.nextInt(4) == 0) {
                    table.delete(rowIds[to], slot, command++);
                    undoLog[changes++] = rowIds[to];
                    insert(to, toAmount + amount, slot, command++);
                } else {
                    set(to, toAmount + amount, slot, command++);
                }
                undoLog[changes++] = rowIds[to];
            }
            if (random.nextInt(4) == 0) {
                while (changes > 0) {
                    table.undo(undoLog[--changes], slot);
                }
                slots.abort(slot);
                System.arraycopy(before, 0, rowIds, 0, rowIds.length);
            } else {
                fixture.commit(slot);
                commits++;
            }
            if (random.nextInt(8) == 0) {
                fixture.durableLsn.setRelease(fixture.lsn);
                fixture.store.prune(1 + random.nextInt(8));
            }
        }

        private long amountOf(int key) {
            change.clear();
            assertTrue(table.readNewest(rowIds[key], CHANGED, change, 0));
            return change.columns[0].longs[0];
        }

        private void set(int key, long amount, int slot, int command) {
            change.clear();
            putAmount(change.columns[0], change.columns[1], amount);
            table.update(rowIds[key], CHANGED, change, 0, slot, command);
        }

        private void insert(int key, long amount, int slot, int command) {
            row.clear();
            row.columns[0].setLong(0, key);
            putAmount(row.columns[1], row.columns[2], amount);
            rowIds[key] = table.insert(row, 0, slot, command);
        }

        private static void putAmount(Vector amounts, Vector texts, long amount) {
            byte[] text = textOf(amount).getBytes(StandardCharsets.US_ASCII);
            amounts.setLong(0, amount);
            texts.setBytes(0, text, 0, text.length);
        }
    }
}
