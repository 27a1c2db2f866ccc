package io.omendb.engine.table;

import io.omendb.offheap.ProcessMemory;

/**
 * The values of an index's columns in one version of a row: loaded from the place of the row, taken
 * back version by version with its before-images. Reused. Thread: writer.
 */
final class RowKey {

    private final TableShape shape;
    private final int[] columns;
    private final KeyCodec codec;
    private final long[] bits;
    private final boolean[] nulls;
    private int nullCount;

    RowKey(TableShape shape, int[] columns, KeyCodec codec) {
        this.shape = shape;
        this.columns = columns;
        this.codec = codec;
        this.bits = new long[columns.length];
        this.nulls = new boolean[columns.length];
    }

    /** Takes the values as they lie in the row. */
    void load(RowAddress row) {
        nullCount = 0;
        for (int i = 0; i < columns.length; i++) {
            nulls[i] = row.isNull(columns[i]);
            nullCount += nulls[i] ? 1 : 0;
            bits[i] =
                    shape.formats[columns[i]].load(
                            RowGroupLayout.values(row.group, columns[i]), row.slot);
        }
    }

    /** Goes to the version before the change whose before-image this is. */
    void applyImage(long image) {
        for (int i = 0; i < columns.length; i++) {
            if (BeforeImage.holds(image, columns[i])) {
                boolean isNull = BeforeImage.isNull(shape, image, columns[i]);
                set(i, isNull, ProcessMemory.getLong(BeforeImage.value(shape, image, columns[i])));
            }
        }
    }

    /** Goes to the version that a change of one key column will make. */
    void set(int part, boolean isNull, long value) {
        nullCount += (isNull ? 1 : 0) - (nulls[part] ? 1 : 0);
        nulls[part] = isNull;
        bits[part] = value;
    }

    /** Whether this version has no key, because a part is null. */
    boolean hasNull() {
        return nullCount > 0;
    }

    long key() {
        return codec.key(bits);
    }
}
