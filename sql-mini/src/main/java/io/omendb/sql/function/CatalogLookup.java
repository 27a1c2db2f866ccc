package io.omendb.sql.function;

import org.jspecify.annotations.Nullable;

/**
 * What functions such as {@code to_regclass} and {@code pg_get_indexdef} ask of the catalog. Null:
 * no such object.
 */
public interface CatalogLookup {
    /**
     * Object identifier of a table, index, sequence or view; the schema null for the search path.
     * 0: none.
     */
    int relationOid(@Nullable String schema, String name);

    @Nullable String relationName(int oid);

    @Nullable String relationSchema(int oid);

    /** Whether the relation is found by its bare name on the search path. */
    boolean isRelationVisible(int oid);

    int schemaOid(String name);

    @Nullable String schemaName(int oid);

    int roleOid(String name);

    @Nullable String roleName(int oid);

    /** Bytes that a table without its indexes, or an index, takes; -1: no such relation. */
    long relationBytes(int oid);

    /** Bytes of all indexes of a table, 0 for what has none; -1: no such relation. */
    long indexBytes(int tableOid);

    /** Bytes that a database takes; -1: no such database. */
    long databaseBytes(String name);

    /** The CREATE INDEX statement of an index. */
    @Nullable String indexDefinition(int indexOid);

    /** The column of an index at a 1-based position. */
    @Nullable String indexColumn(int indexOid, int position);

    /** The definition of a constraint, such as {@code PRIMARY KEY (id)}. */
    @Nullable String constraintDefinition(int constraintOid);

    @Nullable String viewDefinition(int viewOid);

    /** The qualified name of the sequence that a column owns. */
    @Nullable String ownedSequence(int tableOid, String column);
}
