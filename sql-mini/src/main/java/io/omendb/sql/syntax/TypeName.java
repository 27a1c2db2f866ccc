package io.omendb.sql.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A type as written. SQL's own spellings ({@code integer}, {@code timestamp with time zone}) are
 * already PostgreSQL's names in schema pg_catalog ({@code int4}, {@code timestamptz}).
 *
 * @param schema null when not qualified
 * @param name the type's name
 * @param modifiers what stands in parentheses, usually integer literals
 * @param arrayDimensions how many pairs of brackets follow
 * @param setOf whether SETOF precedes
 * @param position 1-based character
 */
public record TypeName(
        @Nullable String schema,
        String name,
        List<Expression> modifiers,
        int arrayDimensions,
        boolean setOf,
        int position) {
    public TypeName {
        modifiers = List.copyOf(modifiers);
    }

    static TypeName system(String name, List<Expression> modifiers, int position) {
        return new TypeName("pg_catalog", name, modifiers, 0, false, position);
    }

    TypeName asArray(int dimensions, boolean isSetOf) {
        return new TypeName(schema, name, modifiers, dimensions, isSetOf, position);
    }
}
