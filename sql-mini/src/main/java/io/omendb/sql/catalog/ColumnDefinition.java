package io.omendb.sql.catalog;

import io.omendb.sql.types.SqlType;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param name the name
 * @param type its type with modifier
 * @param notNull whether NULL is refused
 * @param defaultText the default as an SQL expression, bound again where it is needed; null when
 *     there is none
 * @param identity GENERATED AS IDENTITY
 * @param sequenceOid the sequence of a serial or identity column: its next value is the default,
 *     whatever the text is
 */
public record ColumnDefinition(
        String name,
        SqlType type,
        boolean notNull,
        @Nullable String defaultText,
        Identity identity,
        @Nullable Integer sequenceOid) {

    /** GENERATED AS IDENTITY. */
    public enum Identity {
        NONE,
        ALWAYS,
        BY_DEFAULT
    }

    /** Returns a column without default. */
    public static ColumnDefinition of(String name, SqlType type, boolean notNull) {
        return new ColumnDefinition(name, type, notNull, null, Identity.NONE, null);
    }
}
