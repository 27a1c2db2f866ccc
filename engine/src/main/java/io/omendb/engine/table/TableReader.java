package io.omendb.engine.table;

import io.omendb.engine.mvcc.BeforeImageLayout;
import io.omendb.engine.mvcc.Snapshot;
import io.omendb.engine.mvcc.VersionWord;
import io.omendb.offheap.EpochSlot;
import io.omendb.offheap.ProcessMemory;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Reads a table at a snapshot, beside the writer and without locks. Of one thread, as its scratch
 * memory is; the thread has entered its epoch slot, and every call renews it, so that nothing of an
 * earlier call may still be followed.
 *
 * <p>The order of one read, and why it suffices (rule 10):
 *
 * <pre>
 *   reader                                    writer
 *   copy columns, presence, null bits         before-image; store-store
 *   load-load                                 word (release); store-store; counter; store-store
 *   load words' pointer, words (acquire)      columns, null bits, presence
 *   undo what the snapshot must not see
 *   follow string references
 * </pre>
 *
 * If the copy holds anything of a change, the words that are loaded after it name that change or a
 * newer one that leads to it, and what was torn is overwritten from its before-image. If the copy
 * holds nothing of a change that the words name, undoing it overwrites values with equal ones. A
 * word that is gone belonged to a change that every announced snapshot sees, and whose columns were
 * complete before this snapshot was announced.
 */
public final class TableReader {

    private static final int BITMAP_WORDS = RowGroupLayout.VECTOR_ROWS >>> 6;

    private final Table table;
    private final TableShape shape;
    private final RowGroups groups;
    private final EpochSlot epoch;
    private final RowFetch fetch;
    private final RowAddress row = new RowAddress();
    private final long[] present = new long[BITMAP_WORDS];
    private final int[] selection = new int[RowGroupLayout.VECTOR_ROWS];
    private final int[] narrow = new int[RowGroupLayout.VECTOR_ROWS];
    private long[][] entries = {};

    TableReader(Table table, TableShape shape, RowGroups groups, EpochSlot epoch) {
        this.table = table;
        this.shape = shape;
        this.groups = groups;
        this.epoch = epoch;
        this.fetch = new RowFetch(shape);
    }

    public Table table() {
        return table;
    }

    EpochSlot epoch() {
        return epoch;
    }

    /**
     * Reads one row.
     *
     * @param columns {@code out.columns[i]} takes column {@code columns[i]}; strings are appended
     *     to its bytes
     * @return whether the snapshot sees a row there
     */
    public boolean fetch(long rowId, Snapshot snapshot, int[] columns, Batch out, int outRow) {
        return fetch(rowId, snapshot, columns, columns.length, out.columns, outRow);
    }

    boolean fetch(
            long rowId, Snapshot snapshot, int[] columns, int count, Vector[] out, int outRow) {
        epoch.renew();
        row.resolve(groups, rowId);
        boolean visible = row.isPresent();
        if (!visible) {
            return false; // a cleared row is cleared for every announced snapshot, a coming one for
            // none
        }
        fetch.copy(row, columns, count, out, outRow);
        VarHandle.loadLoadFence();
        long words = RowGroupLayout.wordsAcquire(row.entry);
        if (words != 0) {
            long word = ProcessMemory.getLongAcquire(words + 8L * row.slotInVector());
            while (VersionWord.isImage(word) && !snapshot.sees(BeforeImageLayout.mark(word))) {
                fetch.applyImage(word, columns, count, out, outRow);
                word = BeforeImageLayout.nextAcquire(word);
            }
            visible = endsVisible(word, snapshot);
        }
        if (visible) {
            fetch.strings(row, columns, count, out, outRow);
        }
        return visible;
    }

    /**
     * Reads the rows of a vector that the snapshot sees, densely and in their order, into a batch
     * of at least 1,024 rows.
     *
     * @param vector below the {@link Table#vectorCount()} that was read after the snapshot was
     *     taken
     * @param columns {@code out.columns[i]} takes column {@code columns[i]}; none: only the rows
     *     are counted
     * @return the number of rows, which is also {@code out.count}; {@code out.rowIds} is filled if
     *     it has room
     */
    public int scanVector(long vector, Snapshot snapshot, int[] columns, Batch out) {
        epoch.renew();
        out.clear();
        long number = RowGroupLayout.groupOfVector(vector);
        int first =
                (int) (vector - RowGroupLayout.firstVectorOf(number))
                        << RowGroupLayout.VECTOR_SHIFT;
        long group = groups.descriptor(number);
        int end = copyPresence(number, group, first);
        if (end == 0) {
            return 0;
        }
        for (int i = 0; i < columns.length; i++) {
            copyColumn(group, first, end, columns[i], i, out.columns[i]);
        }
        VarHandle.loadLoadFence();
        long words = RowGroupLayout.wordsAcquire(RowGroupLayout.vectorEntry(group, first));
        if (words != 0) {
            undoUnseen(words, end, snapshot, columns, out.columns);
        }
        int count = select(end);
        compact(end, count, columns, out.columns, RowGroupLayout.heap(group));
        if (out.rowIds.length > 0) {
            putRowIds(RowGroupLayout.rowId(number, first), end, count, out.rowIds);
        }
        out.count = count;
        return count;
    }

    private void putRowIds(long base, int end, int count, long[] rowIds) {
        if (count == end) {
            for (int i = 0; i < count; i++) {
                rowIds[i] = base + i;
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            rowIds[i] = base + selection[i];
        }
    }

    /**
     * Whether some row of a vector, in any version, may have a value between two bounds, both
     * included. Bounds and values are compared as {@link #orderedLong} and {@link #orderedDouble}
     * make them; strings always may.
     */
    public boolean mayContain(long vector, int column, long low, long high) {
        epoch.renew();
        if (shape.isString(column)) {
            return true;
        }
        long number = RowGroupLayout.groupOfVector(vector);
        long group = groups.descriptor(number);
        int inGroup = (int) (vector - RowGroupLayout.firstVectorOf(number));
        long zone = RowGroupLayout.zone(group, shape.columnCount, inGroup, column);
        return ProcessMemory.getLongAcquire(zone) <= high
                && ProcessMemory.getLongAcquire(zone + 8) >= low;
    }

    /** A bound for a column of the LONG lane. */
    public static long orderedLong(long value) {
        return value;
    }

    /** A bound for a column of the DOUBLE lane. */
    public static long orderedDouble(double value) {
        return ColumnFormat.orderedDouble(value);
    }

    /** Finds rows by a key of an index; the lookup is this reader's thread's. */
    public IndexLookup lookup(TableIndex index, int... columns) {
        return new IndexLookup(this, index, shape, columns);
    }

    /** Reads rows in the order of an index; the scan is this reader's thread's. */
    public IndexScan scan(TableIndex index, int... columns) {
        return new IndexScan(this, index, shape, columns);
    }

    /**
     * What the word at the end of a walk says: 0, a mark, or a before-image whose change is seen.
     */
    private static boolean endsVisible(long word, Snapshot snapshot) {
        if (word == VersionWord.NONE) {
            return true;
        }
        if (VersionWord.isImage(word)) {
            return VersionWord.tag(BeforeImageLayout.mark(word)) != VersionWord.DELETION;
        }
        return snapshot.sees(word) == (VersionWord.tag(word) == VersionWord.CREATION);
    }

    /** Copies the presence bits of a vector and returns the end of the rows in it. */
    private int copyPresence(long number, long group, int first) {
        int bitmapWords = RowGroupLayout.vectorRowsOf(number) >>> 6;
        ProcessMemory.copyTo(
                RowGroupLayout.presence(group) + (first >>> 3), present, 0, bitmapWords);
        for (int i = bitmapWords - 1; i >= 0; i--) {
            if (present[i] != 0) {
                Arrays.fill(present, i + 1, BITMAP_WORDS, 0);
                return (i + 1 << 6) - Long.numberOfLeadingZeros(present[i]);
            }
        }
        return 0;
    }

    private void copyColumn(long group, int first, int end, int column, int at, Vector out) {
        copyNulls(RowGroupLayout.nullsAcquire(group, column), first, end, out.nulls);
        long values = RowGroupLayout.values(group, column);
        if (shape.isString(column)) {
            ProcessMemory.copyTo(
                    values + (long) StringEntry.BYTES * first, entriesOf(at), 0, 2 * end);
        } else {
            shape.formats[column].copyOut(values, first, end, out, narrow);
        }
    }

    private static void copyNulls(long bitmap, int first, int end, boolean[] out) {
        if (bitmap == 0) {
            Arrays.fill(out, 0, end, false);
            return;
        }
        for (int i = 0; i < end; i += 64) {
            long bits = ProcessMemory.getLong(bitmap + (first + i >>> 3));
            int last = Math.min(i + 64, end);
            for (int slot = i; slot < last; slot++) {
                out[slot] = (bits >>> slot & 1) != 0;
            }
        }
    }

    private void undoUnseen(long words, int end, Snapshot snapshot, int[] columns, Vector[] out) {
        long lastMark = VersionWord.NONE;
        boolean lastVisible = true;
        for (int i = 0; i < end; i++) {
            long word = ProcessMemory.getLongAcquire(words + 8L * i);
            if (word == VersionWord.NONE) {
                continue;
            }
            while (VersionWord.isImage(word) && !snapshot.sees(BeforeImageLayout.mark(word))) {
                applyImage(word, i, columns, out);
                word = BeforeImageLayout.nextAcquire(word);
            }
            boolean visible;
            if (VersionWord.isMark(word)) {
                if (word != lastMark) {
                    lastMark = word;
                    lastVisible = endsVisible(word, snapshot);
                }
                visible = lastVisible;
            } else {
                visible = endsVisible(word, snapshot);
            }
            if (!visible) {
                present[i >>> 6] &= ~(1L << i);
            }
        }
    }

    private void applyImage(long image, int at, int[] columns, Vector[] out) {
        for (int i = 0; i < columns.length; i++) {
            int column = columns[i];
            if (!BeforeImage.holds(image, column)) {
                continue;
            }
            long value = BeforeImage.value(shape, image, column);
            out[i].nulls[at] = BeforeImage.isNull(shape, image, column);
            if (shape.isString(column)) {
                entries[i][2 * at] = ProcessMemory.getLong(value);
                entries[i][2 * at + 1] = ProcessMemory.getLong(value + 8);
            } else {
                shape.formats[column].put(out[i], at, ProcessMemory.getLong(value));
            }
        }
    }

    /** Counts the rows that are left, and lists them unless they are all. */
    private int select(int end) {
        int count = 0;
        for (int i = 0; i < end; i += 64) {
            count += Long.bitCount(present[i >>> 6]);
        }
        if (count == end) {
            return count;
        }
        count = 0;
        for (int base = 0; base < end; base += 64) {
            for (long bits = present[base >>> 6]; bits != 0; bits &= bits - 1) {
                selection[count++] = base + Long.numberOfTrailingZeros(bits);
            }
        }
        return count;
    }

    private void compact(int end, int count, int[] columns, Vector[] out, long heap) {
        for (int i = 0; i < columns.length; i++) {
            Vector vector = out[i];
            if (shape.isString(columns[i])) {
                long[] from = entries[i];
                for (int to = 0; to < count; to++) {
                    int at = count == end ? to : selection[to];
                    vector.nulls[to] = vector.nulls[at];
                    RowFetch.putString(heap, from[2 * at], from[2 * at + 1], vector, to);
                }
            } else if (count < end) {
                vector.compact(selection, count);
            }
        }
    }

    private long[] entriesOf(int at) {
        if (entries.length <= at) {
            entries = Arrays.copyOf(entries, at + 1);
        }
        if (entries[at] == null) {
            entries[at] = new long[2 * RowGroupLayout.VECTOR_ROWS];
        }
        return entries[at];
    }
}
