package io.omendb.engine.table;

import io.omendb.sql.types.SqlType;
import java.util.List;

/** The formats of a table's columns and what follows from them. Immutable. */
final class TableShape {

    final int columnCount;
    final ColumnFormat[] formats;

    /** Words of a bit set over the columns. */
    final int maskWords;

    /** The columns whose before-image takes 16 bytes. */
    final long[] stringMask;

    final boolean hasStrings;

    TableShape(List<SqlType> types) {
        columnCount = types.size();
        formats = new ColumnFormat[columnCount];
        maskWords = Math.max(1, (columnCount + 63) >>> 6);
        stringMask = new long[maskWords];
        boolean strings = false;
        for (int column = 0; column < columnCount; column++) {
            formats[column] = ColumnFormat.of(types.get(column));
            if (formats[column].isString()) {
                stringMask[column >>> 6] |= 1L << column;
                strings = true;
            }
        }
        hasStrings = strings;
    }

    boolean isString(int column) {
        return formats[column].isString();
    }

    /** The bytes of a row in place, bitmaps aside. */
    int rowBytes() {
        int bytes = 0;
        for (ColumnFormat format : formats) {
            bytes += format.width;
        }
        return bytes;
    }
}
