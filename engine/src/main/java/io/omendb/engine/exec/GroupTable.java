package io.omendb.engine.exec;

import io.omendb.sql.types.Lane;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.ValueComparator;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;

import java.util.Arrays;
import java.util.List;

/**
 * Numbers the distinct rows of keys in the order of their first appearance; nulls are equal to each
 * other. An open-addressed table of group numbers beside the hashes; the keys lie in a row buffer,
 * compared only where hashes agree. A single key of the LONG lane without null is compared in the
 * table itself.
 */
final class GroupTable {
    private static final int SLOTS_MIN = 1024;
    private static final long NULL_HASH = 0x5bd1e9955bd1e995L;

    private final ValueComparator[] comparators;
    private final boolean longKey;
    private final MemoryBudget budget;
    private final RowBuffer keys;
    private final long[] hashes = new long[Batch.CAPACITY];
    private long[] slotHashes = new long[SLOTS_MIN];
    private int[] slotGroups = new int[SLOTS_MIN];
    private long bytesTaken;

    GroupTable(List<SqlType> keyTypes, MemoryBudget budget) {
        this.budget = budget;
        keys = new RowBuffer(keyTypes, budget);
        comparators = new ValueComparator[keyTypes.size()];
        for (int i = 0; i < comparators.length; i++) {
            comparators[i] = ValueComparator.of(keyTypes.get(i));
        }
        longKey = comparators.length == 1 && keyTypes.get(0).lane() == Lane.LONG;
        Arrays.fill(slotGroups, -1);
    }

    int groupCount() {
        return keys.count();
    }

    /** The keys of the groups: row {@code g} of the buffer belongs to group {@code g}. */
    RowBuffer keys() {
        return keys;
    }

    /**
     * Finds or makes the groups of the rows 0 to {@code rows} and writes them to {@code groupOf}.
     */
    void assign(Vector[] columns, int rows, int[] groupOf) {
        hash(columns, rows);
        for (int row = 0; row < rows; row++) {
            int group = lookUp(columns, row, hashes[row]);
            groupOf[row] = group >= 0 ? group : add(columns, row, hashes[row]);
        }
    }

    /** Finds the groups of the rows; -1 where there is none. */
    void find(Vector[] columns, int rows, int[] groupOf) {
        hash(columns, rows);
        for (int row = 0; row < rows; row++) {
            groupOf[row] = lookUp(columns, row, hashes[row]);
        }
    }

    private void hash(Vector[] columns, int rows) {
        Arrays.fill(hashes, 0, rows, 0);
        for (int c = 0; c < comparators.length; c++) {
            Vector column = columns[c];
            ValueComparator comparator = comparators[c];
            for (int row = 0; row < rows; row++) {
                long hash = column.nulls[row] ? NULL_HASH : comparator.hash(column, row);
                hashes[row] = hashes[row] * 31 + hash;
            }
        }
    }

    private int lookUp(Vector[] columns, int row, long hash) {
        int mask = slotGroups.length - 1;
        int slot = (int) hash & mask;
        while (true) {
            int group = slotGroups[slot];
            if (group < 0) {
                return -1;
            }
            if (slotHashes[slot] == hash && sameKey(columns, row, group)) {
                return group;
            }
            slot = slot + 1 & mask;
        }
    }

    private boolean sameKey(Vector[] columns, int row, int group) {
        int keyRow = RowBuffer.rowIn(group);
        if (longKey) {
            Vector column = columns[0];
            Vector key = keys.column(0, group);
            return column.nulls[row]
                    ? key.nulls[keyRow]
                    : !key.nulls[keyRow] && column.longs[row] == key.longs[keyRow];
        }
        for (int c = 0; c < comparators.length; c++) {
            Vector column = columns[c];
            Vector key = keys.column(c, group);
            if (column.nulls[row] != key.nulls[keyRow]) {
                return false;
            }
            if (!column.nulls[row] && !comparators[c].equal(column, row, key, keyRow)) {
                return false;
            }
        }
        return true;
    }

    private int add(Vector[] columns, int row, long hash) {
        int group = keys.appendRow(columns, row);
        if (keys.count() * 2L > slotGroups.length) {
            grow();
        }
        insert(hash, group);
        return group;
    }

    private void insert(long hash, int group) {
        int mask = slotGroups.length - 1;
        int slot = (int) hash & mask;
        while (slotGroups[slot] >= 0) {
            slot = slot + 1 & mask;
        }
        slotGroups[slot] = group;
        slotHashes[slot] = hash;
    }

    private void grow() {
        long[] oldHashes = slotHashes;
        int[] oldGroups = slotGroups;
        int slots = Math.multiplyExact(oldGroups.length, 2);
        long bytes = (long) slots * (Long.BYTES + Integer.BYTES);
        budget.take(bytes);
        bytesTaken += bytes;
        slotHashes = new long[slots];
        slotGroups = new int[slots];
        Arrays.fill(slotGroups, -1);
        for (int i = 0; i < oldGroups.length; i++) {
            if (oldGroups[i] >= 0) {
                insert(oldHashes[i], oldGroups[i]);
            }
        }
    }

    /** Forgets the groups and gives their memory back. */
    void clear() {
        keys.clear();
        if (slotGroups.length > SLOTS_MIN) {
            slotHashes = new long[SLOTS_MIN];
            slotGroups = new int[SLOTS_MIN];
            budget.give(bytesTaken);
            bytesTaken = 0;
        }
        Arrays.fill(slotGroups, -1);
    }
}
