package io.omendb.sql.bind;

import io.omendb.sql.types.SqlType;

/**
 * A column of a result as RowDescription tells it.
 *
 * @param name the output name
 * @param type the type with modifier
 * @param tableOid the table whose column this is, 0 for an expression
 * @param attributeNumber the 1-based number of the column in that table, 0 for an expression
 */
public record OutputColumn(String name, SqlType type, int tableOid, int attributeNumber) {}
