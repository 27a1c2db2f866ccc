package io.omendb.engine.exec;

import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.ValueComparator;

/** A column of a row buffer by which rows are ordered. */
record SortColumn(
        int column,
        SqlType type,
        ValueComparator comparator,
        boolean descending,
        boolean nullsFirst) {
    SortColumn(int column, SqlType type, boolean descending, boolean nullsFirst) {
        this(column, type, ValueComparator.of(type), descending, nullsFirst);
    }
}
