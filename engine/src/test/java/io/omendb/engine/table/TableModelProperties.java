package io.omendb.engine.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.engine.mvcc.Snapshot;
import io.omendb.engine.mvcc.TransactionSlots;
import io.omendb.engine.table.VersionModel.Row;
import io.omendb.engine.table.VersionModel.Txn;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random histories of transactions on a table and on a model of it in plain collections. */
class TableModelProperties {

    private static final List<SqlType> TYPES =
            List.of(
                    SqlType.of(TypeKind.INT8),
                    SqlType.of(TypeKind.INT4),
                    SqlType.of(TypeKind.FLOAT8),
                    SqlType.of(TypeKind.TEXT),
                    SqlType.of(TypeKind.INT2));
    private static final int[] ALL = {0, 1, 2, 3, 4};
    private static final int KEYS = 40;
    private static final int RUN_ROWS = 8;

    @Property(tries = 60)
    void shouldAgreeWithModelWhenTransactionsInterleave(@ForAll long seed) {
        try (StoreFixture fixture = new StoreFixture(64 << 20)) {
            new History(fixture, new Random(seed), 0).run(600);
        }
    }

    @Property(tries = 6)
    void shouldAgreeWithModelWhenRowsFillSeveralGroups(@ForAll long seed) {
        try (StoreFixture fixture = new StoreFixture(64 << 20)) {
            new History(fixture, new Random(seed), 1800).run(300);
        }
    }

    /** A snapshot that is being kept, and what it must see. */
    private record Watch(Snapshot snapshot, Txn own, int command) {}

    private static final class History {
        private final StoreFixture fixture;
        private final Random random;
        private final Table table;
        private final TableIndex byKey;
        private final TableIndex byNumber;
        private final TableIndex byPair;
        private final TableReader reader;
        private final VersionModel model = new VersionModel();
        private final List<Txn> open = new ArrayList<>();
        private final List<Watch> watches = new ArrayList<>();
        private final Batch in = Batch.of(TYPES, RUN_ROWS);
        private final Batch out = Batch.withRowIds(TYPES, Batch.CAPACITY);
        private final int keyCount;

        History(StoreFixture fixture, Random random, int preloaded) {
            this.fixture = fixture;
            this.random = random;
            this.keyCount = KEYS + preloaded;
            table = fixture.store.createTable(TYPES);
            byKey = table.createIndex(true, 0);
            byNumber = table.createIndex(false, 1);
            byPair = table.createIndex(false, 4, 1);
            reader = table.reader(fixture.epoch);
            if (preloaded > 0) {
                Txn txn = begin();
                for (int i = 0; i < preloaded; i++) {
                    Object[] values = randomValues();
                    values[0] = (long) i;
                    insert(txn, values);
                }
                end(txn, true);
            }
        }

        void run(int steps) {
            for (int i = 0; i < steps; i++) {
                step();
            }
            while (!open.isEmpty()) {
                end(open.getFirst(), random.nextBoolean());
            }
            verify(new Watch(taken(null, 0), null, 0));
            while (!watches.isEmpty()) {
                closeWatch(0);
            }
            fixture.durableLsn.setRelease(fixture.lsn);
            fixture.pruneAll();
            verifyClean();
        }

        private void step() {
            switch (random.nextInt(20)) {
                case 0, 1 -> {
                    if (open.size() < 4) {
                        begin();
                    }
                }
                case 2, 3, 4 -> tryInsert();
                case 5 -> tryInsertRun();
                case 6, 7, 8, 9 -> tryUpdate();
                case 10, 11 -> tryDelete();
                case 12 -> undoSome();
                case 13 -> {
                    if (!open.isEmpty()) {
                        end(open.get(random.nextInt(open.size())), random.nextInt(4) > 0);
                    }
                }
                case 14 ->
                        fixture.durableLsn.setRelease(
                                fixture.durableLsn.get()
                                        + random.nextLong(
                                                fixture.lsn - fixture.durableLsn.get() + 1));
                case 15 -> watch();
                case 16 -> {
                    if (!watches.isEmpty()) {
                        verify(watches.get(random.nextInt(watches.size())));
                    }
                }
                case 17 -> {
                    if (!watches.isEmpty()) {
                        closeWatch(random.nextInt(watches.size()));
                    }
                }
                default -> fixture.store.prune(1 + random.nextInt(4));
            }
            if (!model.rows.isEmpty()) {
                checkNewest();
            }
        }

        private Txn begin() {
            Txn txn = new Txn(fixture.store.slots().begin());
            open.add(txn);
            return txn;
        }

        private void end(Txn txn, boolean commit) {
            watches.stream()
                    .filter(w -> w.own == txn)
                    .toList()
                    .forEach(w -> closeWatch(watches.indexOf(w)));
            if (commit) {
                txn.lsn = fixture.commit(txn.slot);
            } else {
                while (!txn.changed.isEmpty()) {
                    table.undo(model.undoLast(txn).id, txn.slot);
                }
                fixture.store.slots().abort(txn.slot);
            }
            txn.ended = true;
            open.remove(txn);
        }

        private void tryInsert() {
            if (open.isEmpty()) {
                return;
            }
            Txn txn = open.get(random.nextInt(open.size()));
            txn.command += random.nextInt(2);
            Object[] values = randomValues();
            put(values);
            KeyConflict conflict = byKey.conflictOfInsert(in, 0, txn.slot);
            assertEquals(model.conflict(values[0], txn, null), conflict);
            if (conflict == KeyConflict.NONE) {
                insert(txn, values);
            }
        }

        /** Rows of one batch, up to the first whose key is taken, published as the table allows. */
        private void tryInsertRun() {
            if (open.isEmpty()) {
                return;
            }
            Txn txn = open.get(random.nextInt(open.size()));
            txn.command++;
            int rows = 1 + random.nextInt(RUN_ROWS);
            for (int row = 0; row < rows; row++) {
                Object[] values = randomValues();
                put(row, values);
                KeyConflict conflict = byKey.conflictOfInsert(in, row, txn.slot);
                assertEquals(model.conflict(values[0], txn, null), conflict);
                if (conflict != KeyConflict.NONE) {
                    break;
                }
                inserted(table.addToRun(in, row), txn, values);
                if (table.isRunFull()) {
                    table.publishRun(in, txn.slot, txn.command);
                }
            }
            table.publishRun(in, txn.slot, txn.command);
        }

        private void insert(Txn txn, Object[] values) {
            put(values);
            inserted(table.insert(in, 0, txn.slot, txn.command), txn, values);
        }

        private void inserted(long rowId, Txn txn, Object[] values) {
            Row old = model.byId.get(rowId);
            if (old != null) {
                for (Watch watch : watches) {
                    assertTrue(old.seenBy(watch.snapshot.lsn(), watch.own, watch.command) == null);
                }
            }
            model.insert(rowId, txn, values);
        }

        private void tryUpdate() {
            Row row = changeable();
            if (row == null) {
                return;
            }
            Txn txn = chosen;
            Object[] values = row.newest().values().clone();
            Object[] fresh = randomValues();
            int[] columns = Arrays.stream(ALL).filter(c -> random.nextInt(3) == 0).toArray();
            for (int i = 0; i < columns.length; i++) {
                values[columns[i]] = fresh[columns[i]];
            }
            Batch change = Batch.of(Arrays.stream(columns).mapToObj(TYPES::get).toList(), 1);
            for (int i = 0; i < columns.length; i++) {
                set(change.columns[i], 0, values[columns[i]]);
            }
            KeyConflict conflict = byKey.conflictOfUpdate(row.id, columns, change, 0, txn.slot);
            boolean keyChanges = Arrays.stream(columns).anyMatch(c -> c == 0);
            KeyConflict expected =
                    keyChanges ? model.conflict(values[0], txn, row) : KeyConflict.NONE;
            assertEquals(expected, conflict);
            if (conflict == KeyConflict.NONE) {
                table.update(row.id, columns, change, 0, txn.slot, txn.command);
                model.change(row, txn, values);
            }
        }

        private void tryDelete() {
            Row row = changeable();
            if (row != null) {
                table.delete(row.id, chosen.slot, chosen.command);
                model.change(row, chosen, null);
            }
        }

        private Txn chosen = new Txn(-1);

        private Row changeable() {
            if (open.isEmpty() || model.rows.isEmpty()) {
                return null;
            }
            chosen = open.get(random.nextInt(open.size()));
            chosen.command += random.nextInt(2);
            for (int i = 0; i < 8; i++) {
                Row row = model.rows.get(random.nextInt(model.rows.size()));
                RowState state = model.stateOf(row, chosen);
                if (state == RowState.LIVE_COMMITTED || state == RowState.OWN_LIVE) {
                    assertEquals(state, table.newestState(row.id, chosen.slot));
                    return row;
                }
            }
            return null;
        }

        private void undoSome() {
            if (open.isEmpty()) {
                return;
            }
            Txn txn = open.get(random.nextInt(open.size()));
            // No reader of the transaction runs while it goes back.
            watches.stream()
                    .filter(w -> w.own == txn)
                    .toList()
                    .forEach(w -> closeWatch(watches.indexOf(w)));
            for (int i = random.nextInt(4); i > 0 && !txn.changed.isEmpty(); i--) {
                table.undo(model.undoLast(txn).id, txn.slot);
            }
            txn.command++;
        }

        private void watch() {
            Txn own =
                    open.isEmpty() || random.nextBoolean()
                            ? null
                            : open.get(random.nextInt(open.size()));
            int command = own == null ? 0 : random.nextInt(own.command + 2);
            if (own != null) {
                own.command = Math.max(own.command, command); // commands are not given out twice
            }
            if (watches.size() < 6) {
                watches.add(new Watch(taken(own, command), own, command));
                verify(watches.getLast());
            }
        }

        private Snapshot taken(Txn own, int command) {
            Snapshot snapshot = fixture.store.openSnapshot();
            snapshot.take(random.nextBoolean() ? fixture.lsn : 0);
            if (own != null) {
                snapshot.own(own.slot, command);
            }
            return snapshot;
        }

        private void closeWatch(int at) {
            Watch watch = watches.remove(at);
            verify(watch);
            watch.snapshot.close();
        }

        private void verify(Watch watch) {
            Map<Long, Object[]> expected =
                    model.seenBy(watch.snapshot.lsn(), watch.own, watch.command);
            fixture.epoch.enter();
            try {
                verifyScan(watch.snapshot, expected);
                verifyFetch(watch.snapshot, expected);
                verifyLookup(watch.snapshot, expected);
                verifyIndexScan(watch.snapshot, expected);
            } finally {
                fixture.epoch.exit();
            }
            if (!watches.contains(watch)) {
                watch.snapshot.release();
            }
        }

        private void verifyScan(Snapshot snapshot, Map<Long, Object[]> expected) {
            Set<Long> seen = new HashSet<>();
            for (long vector = 0; vector < table.vectorCount(); vector++) {
                int count = reader.scanVector(vector, snapshot, ALL, out);
                for (int i = 0; i < count; i++) {
                    long id = out.rowIds[i];
                    assertTrue(seen.add(id), () -> "twice: " + id);
                    assertTrue(
                            expected.containsKey(id),
                            () -> "must not be seen: " + describe(id, snapshot));
                    assertArrayEquals(expected.get(id), get(out, i, ALL), () -> "row " + id);
                    if (expected.get(id)[1] != null) {
                        long number = (Integer) expected.get(id)[1];
                        assertTrue(reader.mayContain(vector, 1, number, number));
                    }
                }
                assertEquals(count, reader.scanVector(vector, snapshot, new int[0], out));
            }
            assertEquals(expected.keySet(), seen);
        }

        private String describe(long id, Snapshot snapshot) {
            StringBuilder text =
                    new StringBuilder(
                            "row "
                                    + id
                                    + ", snapshot "
                                    + snapshot.lsn()
                                    + ", own "
                                    + snapshot.ownSlot()
                                    + "."
                                    + snapshot.ownCommand());
            for (Row row : model.rows) {
                for (VersionModel.Version version :
                        row.id == id ? row.versions : List.<VersionModel.Version>of()) {
                    text.append(version.values() == null ? "; gone by " : "; there by ")
                            .append(
                                    version.txn().slot
                                            + "."
                                            + version.command()
                                            + " lsn "
                                            + version.txn().lsn);
                }
            }
            return text.toString();
        }

        private void verifyFetch(Snapshot snapshot, Map<Long, Object[]> expected) {
            out.clear();
            for (long id : model.byId.keySet()) {
                boolean found = reader.fetch(id, snapshot, ALL, out, 0);
                assertEquals(expected.containsKey(id), found, () -> "row " + id);
                if (found) {
                    assertArrayEquals(expected.get(id), get(out, 0, ALL));
                }
            }
        }

        private void verifyLookup(Snapshot snapshot, Map<Long, Object[]> expected) {
            // Two rows, if the transaction gave the key anew after another one's deletion that the
            // snapshot does not
            // see.
            Map<Object, Set<Long>> ids = new HashMap<>();
            expected.forEach(
                    (id, values) -> ids.computeIfAbsent(values[0], k -> new HashSet<>()).add(id));
            int[] columns = {3, 1};
            IndexLookup lookup = reader.lookup(byKey, columns);
            Batch some = Batch.of(List.of(TYPES.get(3), TYPES.get(1)), 1);
            for (long key = 0; key < keyCount; key++) {
                boolean found = lookup.get(key, snapshot, some, 0);
                assertEquals(ids.containsKey(key), found, "key " + key);
                if (found) {
                    assertTrue(ids.get(key).contains(lookup.rowId()));
                    Object[] values = expected.get(lookup.rowId());
                    assertArrayEquals(new Object[] {values[3], values[1]}, get(some, 0, columns));
                }
            }
        }

        private void verifyIndexScan(Snapshot snapshot, Map<Long, Object[]> expected) {
            IndexScan scan = reader.scan(byNumber, ALL);
            int low = random.nextInt(6);
            int high = low + random.nextInt(6);
            boolean down = random.nextBoolean();
            if (down) {
                scan.beginDescending(low, high);
            } else {
                scan.begin(low, high);
            }
            Set<Long> seen = new HashSet<>();
            int last = down ? Integer.MAX_VALUE : Integer.MIN_VALUE;
            while (scan.next(snapshot, out) > 0) {
                for (int i = 0; i < out.count; i++) {
                    assertTrue(seen.add(out.rowIds[i]));
                    Object[] values = get(out, i, ALL);
                    assertArrayEquals(expected.get(out.rowIds[i]), values);
                    int number = (Integer) values[1];
                    assertTrue(down ? number <= last : number >= last);
                    last = number;
                }
            }
            Set<Long> wanted = new HashSet<>();
            expected.forEach((id, values) -> {
                if (values[1] != null
                        && (Integer) values[1] >= low
                        && (Integer) values[1] <= high) {
                    wanted.add(id);
                }
            });
            assertEquals(wanted, seen);
        }

        private void checkNewest() {
            Row row = model.rows.get(random.nextInt(model.rows.size()));
            if (model.byId.get(row.id) != row) {
                return;
            }
            RowState expected = model.stateOf(row, null);
            RowState actual = table.newestState(row.id, TransactionSlots.NO_SLOT);
            if (expected == RowState.DELETED_COMMITTED && actual == RowState.NONE) {
                return; // gone for everyone
            }
            assertEquals(expected, actual);
            if (expected != RowState.NONE && row.newest().values() != null) {
                out.clear();
                assertTrue(table.readNewest(row.id, out, 0));
                assertArrayEquals(row.newest().values(), get(out, 0, ALL));
            }
        }

        /** All is committed or undone, nothing is watched, everything was pruned. */
        private void verifyClean() {
            long live =
                    model.rows.stream()
                            .filter(r -> r.newest() != null && r.newest().values() != null)
                            .count();
            long numbered =
                    model.rows.stream()
                            .filter(r ->
                                    r.newest() != null
                                            && r.newest().values() != null
                                            && r.newest().values()[1] != null)
                            .count();
            assertEquals(0, table.versionBytes());
            assertEquals(0, table.vectorsToSweep());
            assertEquals(live, table.liveRows());
            assertEquals(live, byKey.entryCount());
            assertEquals(numbered, byNumber.entryCount());
            assertEquals(numbered, byPair.entryCount());
            assertEquals(0, fixture.epochs.pendingCount());
            for (int slot = 0; slot < fixture.store.slots().slotCount(); slot++) {
                assertEquals(0, fixture.store.slots().marks(slot));
            }
        }

        private Object[] randomValues() {
            String text =
                    switch (random.nextInt(6)) {
                        case 0 -> null;
                        case 1 -> "";
                        case 2 -> "x".repeat(random.nextInt(13));
                        case 3 -> "long".repeat(random.nextInt(300));
                        case 4 ->
                                random.nextInt(10) == 0
                                        ? "huge".repeat(5000 + random.nextInt(5000))
                                        : "h";
                        default -> "text " + random.nextInt(1_000_000_000);
                    };
            return new Object[] {
                (long) random.nextInt(keyCount),
                random.nextInt(5) == 0 ? null : (Integer) random.nextInt(12),
                random.nextInt(5) == 0 ? null : (Double) random.nextDouble(),
                text,
                (short) random.nextInt(-5, 5)
            };
        }

        private void put(Object[] values) {
            put(0, values);
        }

        private void put(int row, Object[] values) {
            if (row == 0) {
                in.clear();
            }
            for (int i = 0; i < values.length; i++) {
                set(in.columns[i], row, values[i]);
            }
        }

        private static void set(Vector vector, int row, Object value) {
            switch (value) {
                case null -> vector.setNull(row);
                case Double d -> vector.setDouble(row, d);
                case String s -> {
                    byte[] bytes = s.getBytes(StandardCharsets.UTF_8);
                    vector.setBytes(row, bytes, 0, bytes.length);
                }
                case Number n -> vector.setLong(row, n.longValue());
                default -> throw new AssertionError(value);
            }
        }

        private static Object[] get(Batch batch, int row, int[] columns) {
            Object[] values = new Object[columns.length];
            for (int i = 0; i < columns.length; i++) {
                Vector vector = batch.columns[i];
                if (vector.nulls[row]) {
                    continue;
                }
                values[i] =
                        switch (columns[i]) {
                            case 0 -> vector.longs[row];
                            case 1 -> (int) vector.longs[row];
                            case 2 -> vector.doubles[row];
                            case 3 ->
                                    new String(
                                            vector.bytes,
                                            vector.starts[row],
                                            vector.lengths[row],
                                            StandardCharsets.UTF_8);
                            default -> (short) vector.longs[row];
                        };
            }
            return values;
        }
    }
}
