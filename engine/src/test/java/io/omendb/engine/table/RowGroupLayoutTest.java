package io.omendb.engine.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.engine.mvcc.Snapshot;
import io.omendb.engine.mvcc.TransactionSlots;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Batch;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Numbers of groups, vectors and slots; values of every width; tables with more columns than a word
 * has bits.
 */
class RowGroupLayoutTest {

    @Test
    void shouldNumberVectorsWithoutGapsWhenGroupsGrow() {
        long vector = 0;
        for (long group = 0; group < 12; group++) {
            assertEquals(vector, RowGroupLayout.firstVectorOf(group));
            for (int i = 0; i < RowGroupLayout.vectorsOf(group); i++) {
                assertEquals(group, RowGroupLayout.groupOfVector(vector));
                int slot = i << RowGroupLayout.VECTOR_SHIFT;
                assertEquals(vector, RowGroupLayout.vectorOf(RowGroupLayout.rowId(group, slot)));
                vector++;
            }
            int rows = RowGroupLayout.vectorsOf(group) * RowGroupLayout.vectorRowsOf(group);
            assertEquals(RowGroupLayout.capacityOf(group), rows);
        }
    }

    @Test
    void shouldFindSizeClassThatHoldsLengthWhenStringIsLong() {
        for (int length = 1; length <= 16 << 10; length++) {
            int sizeClass = StringHeap.classOf(length);
            assertTrue(StringHeap.classBytes(sizeClass) >= length);
            assertTrue(sizeClass == 0 || StringHeap.classBytes(sizeClass - 1) < length);
        }
    }

    @Test
    void shouldReadBackValuesWhenWidthsDiffer() {
        List<SqlType> types =
                List.of(
                        SqlType.of(TypeKind.BOOL),
                        SqlType.of(TypeKind.INT2),
                        SqlType.of(TypeKind.INT4),
                        SqlType.of(TypeKind.OID),
                        SqlType.of(TypeKind.DATE),
                        SqlType.of(TypeKind.TIMESTAMP),
                        SqlType.of(TypeKind.FLOAT4),
                        SqlType.of(TypeKind.FLOAT8));
        long[][] rows = {
            {1, Short.MIN_VALUE, Integer.MIN_VALUE, 0xFFFF_FFFFL, Long.MAX_VALUE, Long.MIN_VALUE},
            {0, Short.MAX_VALUE, Integer.MAX_VALUE, 0, Long.MIN_VALUE, Long.MAX_VALUE},
            {1, -1, -1, 1L << 31, -730_000, -1}
        };
        double[][] doubles = {
            {1.5f, Double.MIN_VALUE}, {Float.NaN, Double.NEGATIVE_INFINITY}, {-0.0f, -0.0}
        };
        try (StoreFixture fixture = new StoreFixture(16 << 20)) {
            Table table = fixture.store.createTable(types);
            Batch in = Batch.of(types, 1);
            int slot = fixture.store.slots().begin();
            for (int row = 0; row < rows.length; row++) {
                for (int i = 0; i < 6; i++) {
                    in.columns[i].setLong(0, rows[row][i]);
                }
                in.columns[6].setDouble(0, doubles[row][0]);
                in.columns[7].setDouble(0, doubles[row][1]);
                table.insert(in, 0, slot, 0);
            }
            fixture.commitDurably(slot);
            Batch out = Batch.of(types, Batch.CAPACITY);
            Snapshot snapshot = fixture.store.openSnapshot();
            snapshot.take(0);
            fixture.epoch.enter();
            int[] all = {0, 1, 2, 3, 4, 5, 6, 7};
            assertEquals(
                    rows.length, table.reader(fixture.epoch).scanVector(0, snapshot, all, out));
            fixture.epoch.exit();
            snapshot.close();
            for (int row = 0; row < rows.length; row++) {
                for (int i = 0; i < 6; i++) {
                    assertEquals(rows[row][i], out.columns[i].longs[row], "column " + i);
                }
                double[] read = {out.columns[6].doubles[row], out.columns[7].doubles[row]};
                assertArrayEquals(doubles[row], read);
            }
        }
    }

    @Test
    void shouldSeeOldVersionWhenTableHasManyColumns() {
        int columnCount = 150;
        List<SqlType> types = Collections.nCopies(columnCount, SqlType.of(TypeKind.INT4));
        try (StoreFixture fixture = new StoreFixture(16 << 20)) {
            Table table = fixture.store.createTable(types);
            TransactionSlots slots = fixture.store.slots();
            Batch in = Batch.of(types, 1);
            for (int i = 0; i < columnCount; i++) {
                in.columns[i].setLong(0, i);
            }
            int slot = slots.begin();
            long rowId = table.insert(in, 0, slot, 0);
            fixture.commitDurably(slot);
            Snapshot snapshot = fixture.store.openSnapshot();
            snapshot.take(0);
            int[] changed = {149, 3, 64, 63, 127, 128};
            Batch change = Batch.of(types.subList(0, changed.length), 1);
            for (int i = 0; i < changed.length; i++) {
                change.columns[i].setNull(0);
            }
            slot = slots.begin();
            table.update(rowId, changed, change, 0, slot, 0);
            fixture.commitDurably(slot);
            Batch out = Batch.of(types, Batch.CAPACITY);
            int[] all = new int[columnCount];
            for (int i = 0; i < columnCount; i++) {
                all[i] = i;
            }
            fixture.epoch.enter();
            TableReader reader = table.reader(fixture.epoch);
            assertTrue(reader.fetch(rowId, snapshot, all, out, 5));
            for (int i = 0; i < columnCount; i++) {
                assertFalse(out.columns[i].nulls[5]);
                assertEquals(i, out.columns[i].longs[5]);
            }
            snapshot.take(0);
            assertEquals(1, reader.scanVector(0, snapshot, all, out));
            for (int i = 0; i < columnCount; i++) {
                int column = i;
                boolean isNull = Arrays.stream(changed).anyMatch(c -> c == column);
                assertEquals(isNull, out.columns[i].nulls[0]);
            }
            fixture.epoch.exit();
            snapshot.close();
        }
    }
}
