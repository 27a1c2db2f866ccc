package io.omendb.sql.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The catalog at one moment, as the binder and the planner see it. Immutable; any thread may ask.
 */
public interface CatalogView {
    /**
     * Returns the table of this name, a null schema meaning the search path; null when there is
     * none.
     */
    @Nullable TableDefinition table(@Nullable String schema, String name);

    /** Returns the table with this identifier or null. */
    @Nullable TableDefinition tableByOid(int oid);

    /**
     * Returns the sequence of this name, a null schema meaning the search path; null when there is
     * none.
     */
    @Nullable SequenceDefinition sequence(@Nullable String schema, String name);

    /** Returns whether a schema exists. */
    boolean hasSchema(String name);

    /** Returns the version: it rises with every change of any definition. */
    long version();

    /** Returns how many rows a table is thought to have; at least 0. */
    long estimatedRows(int tableOid);

    /**
     * Returns the schemas that bare names are looked up in, in order, with the implicit pg_catalog.
     */
    List<String> searchPath();

    /**
     * Returns the schema in which CREATE without a schema creates, or null when the search path
     * names none.
     */
    @Nullable String creationSchema();
}
