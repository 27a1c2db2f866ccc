package io.omendb.sql.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One option of WITH (...), COPY, EXPLAIN, VACUUM and their kin.
 *
 * @param namespace the part before the dot as in {@code toast.fillfactor}, or null
 * @param name in lower case unless quoted
 * @param kind how the value is written
 * @param values one value, or several of a list; none when the option stands alone
 */
public record DefinitionOption(
        @Nullable String namespace,
        String name,
        ValueKind kind,
        List<String> values,
        int position) {
    public DefinitionOption {
        values = List.copyOf(values);
    }

    /** How an option's value is written. */
    public enum ValueKind {
        NONE,
        WORD,
        STRING,
        NUMBER,
        STAR,
        LIST
    }

    static DefinitionOption flag(String name, int position) {
        return new DefinitionOption(null, name, ValueKind.NONE, List.of(), position);
    }

    static DefinitionOption of(String name, ValueKind kind, String value, int position) {
        return new DefinitionOption(null, name, kind, List.of(value), position);
    }

    /** Returns the only value, or null when there is none or a list. */
    public @Nullable String value() {
        return kind != ValueKind.LIST && values.size() == 1 ? values.getFirst() : null;
    }
}
