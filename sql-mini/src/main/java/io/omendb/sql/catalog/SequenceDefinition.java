package io.omendb.sql.catalog;

import io.omendb.sql.types.SqlType;

/**
 * A sequence.
 *
 * @param oid identifier
 * @param schema its schema
 * @param name its name
 * @param type int2, int4 or int8
 * @param start first value
 * @param increment step, not zero
 * @param min least value
 * @param max greatest value
 * @param cycle whether it starts again at its end
 */
public record SequenceDefinition(
        int oid,
        String schema,
        String name,
        SqlType type,
        long start,
        long increment,
        long min,
        long max,
        boolean cycle) {}
