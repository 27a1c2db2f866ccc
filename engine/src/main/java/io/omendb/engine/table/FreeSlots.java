package io.omendb.engine.table;

import io.omendb.offheap.ProcessMemory;

/**
 * Where the next row goes: into a slot whose row is gone for everyone, else behind the last one.
 *
 * <p>Thread: writer. A vector with free slots is in a stack linked through the vector entries.
 */
final class FreeSlots {

    private final RowGroups groups;
    private long appendGroup;
    private int appendSlot;
    private long stackHead;
    private long freeCount;

    FreeSlots(RowGroups groups) {
        this.groups = groups;
    }

    /** The row id of the next row; it stays the next one until {@link #take}. */
    long choose(RowAddress row) {
        while (stackHead != 0) {
            long vector = stackHead - 1;
            long number = RowGroupLayout.groupOfVector(vector);
            int first = firstSlot(number, vector);
            long group = groups.descriptor(number);
            long entry = RowGroupLayout.vectorEntry(group, first);
            if (RowGroupLayout.freeCount(entry) > 0) {
                int slot = find(number, group, entry, first);
                row.resolve(groups, RowGroupLayout.rowId(number, slot));
                return row.rowId;
            }
            stackHead = RowGroupLayout.nextFree(entry);
            RowGroupLayout.flag(entry, RowGroupLayout.FLAG_FREE, false);
        }
        groups.ensure(appendGroup);
        row.resolve(groups, RowGroupLayout.rowId(appendGroup, appendSlot));
        return row.rowId;
    }

    /** The chosen row is used from now on. */
    void take(RowAddress row) {
        if (isAppend(row.rowId)) {
            advance(row.rowId);
        } else {
            RowGroupLayout.freeCount(row.entry, RowGroupLayout.freeCount(row.entry) - 1);
            RowGroupLayout.freeHint(row.entry, row.slotInVector() + 1);
            freeCount--;
        }
    }

    /**
     * How many rows, the chosen one first, can be taken one after the other in its vector before
     * the next has to be chosen.
     */
    int runLength(RowAddress row) {
        return isAppend(row.rowId)
                ? RowGroupLayout.vectorRowsOf(RowGroupLayout.groupOf(row.rowId))
                        - row.slotInVector()
                : 1;
    }

    /** The row that comes {@code ahead} after the chosen one in its run is used from now on. */
    void take(RowAddress row, int ahead) {
        if (ahead == 0) {
            take(row);
        } else {
            assert isAppend(row.rowId + ahead);
            advance(row.rowId + ahead);
        }
    }

    /** A slot whose row is gone, whose word is 0 and to which no index entry leads. */
    void give(RowAddress row) {
        RowGroupLayout.freeCount(row.entry, RowGroupLayout.freeCount(row.entry) + 1);
        freeCount++;
        push(row.vector(), row.entry);
    }

    /**
     * Makes room so that {@code rowId} lies below the end; what is skipped is free after {@link
     * #recount}.
     */
    void reach(long rowId) {
        groups.ensure(RowGroupLayout.groupOf(rowId));
        if (rowId >= RowGroupLayout.rowId(appendGroup, appendSlot)) {
            advance(rowId);
        }
    }

    /** Finds the free slots anew by looking at the presence of rows; there are no version words. */
    void recount() {
        stackHead = 0;
        freeCount = 0;
        for (long vector = 0; vector < vectorCount(); vector++) {
            long number = RowGroupLayout.groupOfVector(vector);
            int first = firstSlot(number, vector);
            long group = groups.descriptor(number);
            long entry = RowGroupLayout.vectorEntry(group, first);
            int used = usedSlots(number, first);
            int present = 0;
            for (int slot = first; slot < first + used; slot += 64) {
                present += Long.bitCount(presenceWord(group, slot));
            }
            RowGroupLayout.flag(entry, RowGroupLayout.FLAG_FREE, false);
            RowGroupLayout.freeCount(entry, used - present);
            RowGroupLayout.freeHint(entry, 0);
            freeCount += used - present;
            if (used > present) {
                push(vector, entry);
            }
        }
    }

    /** How many vectors have a slot below the end. */
    long vectorCount() {
        long first = RowGroupLayout.firstVectorOf(appendGroup);
        return first
                + (appendSlot + RowGroupLayout.VECTOR_ROWS - 1 >>> RowGroupLayout.VECTOR_SHIFT);
    }

    /** How many slots below the end are free. */
    long freeCount() {
        return freeCount;
    }

    private boolean isAppend(long rowId) {
        return rowId == RowGroupLayout.rowId(appendGroup, appendSlot);
    }

    private void advance(long rowId) {
        appendGroup = RowGroupLayout.groupOf(rowId);
        appendSlot = RowGroupLayout.slotOf(rowId) + 1;
        if (appendSlot == RowGroupLayout.capacityOf(appendGroup)) {
            appendGroup++;
            appendSlot = 0;
        }
    }

    private void push(long vector, long entry) {
        if (!RowGroupLayout.flag(entry, RowGroupLayout.FLAG_FREE)) {
            RowGroupLayout.flag(entry, RowGroupLayout.FLAG_FREE, true);
            RowGroupLayout.nextFree(entry, stackHead);
            stackHead = vector + 1;
        }
    }

    /** A slot of the vector without row and word, looked for from the hint on and around. */
    private int find(long number, long group, long entry, int first) {
        int used = usedSlots(number, first);
        long words = RowGroupLayout.wordsPlain(entry);
        int hint = RowGroupLayout.freeHint(entry);
        for (int step = 0; step < used; step++) {
            int i = hint + step;
            i -= i >= used ? used : 0;
            long absent = ~presenceWord(group, first + i) >>> (first + i & 63);
            if (absent == 0) {
                step += 63 - (i & 63);
                continue;
            }
            if ((absent & 1) != 0 && (words == 0 || ProcessMemory.getLong(words + 8L * i) == 0)) {
                return first + i;
            }
        }
        throw new IllegalStateException("a vector said to have free slots has none");
    }

    private int usedSlots(long number, int first) {
        int end = number < appendGroup ? RowGroupLayout.capacityOf(number) : appendSlot;
        return Math.min(end - first, RowGroupLayout.VECTOR_ROWS);
    }

    private static int firstSlot(long number, long vector) {
        return (int) (vector - RowGroupLayout.firstVectorOf(number)) << RowGroupLayout.VECTOR_SHIFT;
    }

    private static long presenceWord(long group, int slot) {
        return ProcessMemory.getLong(RowGroupLayout.presence(group) + ((long) slot >>> 6 << 3));
    }
}
