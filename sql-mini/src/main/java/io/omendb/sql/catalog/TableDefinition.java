package io.omendb.sql.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table or what can be read like one.
 *
 * @param oid identifier
 * @param schema its schema
 * @param name its name
 * @param columns in the order of their attribute numbers
 * @param indexes all of them, the primary key among them
 * @param kind what it is
 * @param version rises with every change of the definition; plans carry it
 */
public record TableDefinition(
        int oid,
        String schema,
        String name,
        List<ColumnDefinition> columns,
        List<IndexDefinition> indexes,
        Kind kind,
        long version) {

    /** What a relation is. */
    public enum Kind {
        TABLE,
        /** Computed from the catalog; read only. */
        SYSTEM,
        VIEW
    }

    public TableDefinition {
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
    }

    /** Returns the position of a column, or -1. */
    public int columnIndex(String columnName) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(columnName)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the primary key's index, or null. */
    public @Nullable IndexDefinition primaryKey() {
        for (IndexDefinition index : indexes) {
            if (index.primary()) {
                return index;
            }
        }
        return null;
    }
}
