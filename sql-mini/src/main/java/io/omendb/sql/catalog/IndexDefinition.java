package io.omendb.sql.catalog;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An index, which for a unique one is also its constraint.
 *
 * @param oid identifier of the index
 * @param name unique within the schema
 * @param unique whether keys are unique
 * @param primary whether it is the primary key
 * @param columns positions in the table's columns, 0-based; shared, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Read on the path of point statements, without boxes.
public record IndexDefinition(
        int oid, String name, boolean unique, boolean primary, int[] columns) {
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IndexDefinition that
                && oid == that.oid
                && name.equals(that.name)
                && unique == that.unique
                && primary == that.primary
                && Arrays.equals(columns, that.columns);
    }

    @Override
    public int hashCode() {
        return 31 * oid + name.hashCode();
    }

    @Override
    public String toString() {
        return "IndexDefinition[" + oid + " " + name + Arrays.toString(columns) + "]";
    }
}
