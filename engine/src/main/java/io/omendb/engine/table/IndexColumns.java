package io.omendb.engine.table;

import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;
import java.util.Arrays;

/**
 * The columns that a read through an index fetches: those asked for, and those of the key that are
 * not among them, which go to scratch vectors. Of one reader.
 */
final class IndexColumns {

    final int[] columns;

    private final Vector[] vectors;
    private final Vector[] keyParts;
    private final int[] keyAt;
    private final int askedCount;

    IndexColumns(TableIndex index, TableShape shape, int[] asked, int capacity) {
        askedCount = asked.length;
        int[] keyColumns = index.columns();
        keyAt = new int[keyColumns.length];
        keyParts = new Vector[keyColumns.length];
        int[] all = Arrays.copyOf(asked, asked.length + keyColumns.length);
        Vector[] scratch = new Vector[all.length];
        int count = asked.length;
        for (int part = 0; part < keyColumns.length; part++) {
            int at = indexOf(asked, keyColumns[part]);
            if (at < 0) {
                at = count++;
                all[at] = keyColumns[part];
                scratch[at] = new Vector(shape.formats[keyColumns[part]].lane, capacity);
            }
            keyAt[part] = at;
        }
        columns = Arrays.copyOf(all, count);
        vectors = Arrays.copyOf(scratch, count);
    }

    /** The vectors to fetch into: the batch's for what was asked, scratch for the rest. */
    Vector[] bind(Batch out) {
        System.arraycopy(out.columns, 0, vectors, 0, askedCount);
        for (int part = 0; part < keyAt.length; part++) {
            keyParts[part] = vectors[keyAt[part]];
        }
        return vectors;
    }

    /** Whether the row that was fetched has this key. */
    boolean hasKey(KeyCodec codec, int row, long key) {
        return !codec.hasNull(keyParts, row) && codec.key(keyParts, row) == key;
    }

    private static int indexOf(int[] columns, int column) {
        for (int i = 0; i < columns.length; i++) {
            if (columns[i] == column) {
                return i;
            }
        }
        return -1;
    }
}
