package io.omendb.sql.syntax;

import org.jspecify.annotations.Nullable;

/** [schema.]name of a table, sequence or other relation. */
public record QualifiedName(@Nullable String schema, String name, int position) {
    @Override
    public String toString() {
        return schema == null ? name : schema + "." + name;
    }
}
