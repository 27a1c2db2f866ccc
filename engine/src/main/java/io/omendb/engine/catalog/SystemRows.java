package io.omendb.engine.catalog;

import io.omendb.sql.catalog.ColumnDefinition;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.types.Lane;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeCodec;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a system table, as its producer adds them: columns are set by name, and those that
 * are not set are NULL, or zero, false or empty where the column is NOT NULL.
 */
public final class SystemRows {
    private final TableDefinition table;
    private final List<SqlType> types;
    private final Map<String, Integer> positions = new HashMap<>();
    private final List<Batch> chunks = new ArrayList<>();
    private Batch current;
    private int row = -1;
    private int count;

    SystemRows(TableDefinition table) {
        this.table = table;
        types = table.columns().stream().map(ColumnDefinition::type).toList();
        for (int i = 0; i < table.columns().size(); i++) {
            positions.put(table.columns().get(i).name(), i);
        }
        current = addChunk();
    }

    private Batch addChunk() {
        Batch chunk = Batch.of(types, Batch.CAPACITY);
        chunks.add(chunk);
        return chunk;
    }

    /** Begins the next row. */
    SystemRows add() {
        if (current.count == current.capacity) {
            current = addChunk();
        }
        row = current.count++;
        count++;
        for (int i = 0; i < current.columns.length; i++) {
            setDefault(current.columns[i], types.get(i), table.columns().get(i).notNull());
        }
        return this;
    }

    private void setDefault(Vector column, SqlType type, boolean notNull) {
        if (!notNull) {
            column.setNull(row);
        } else if (type.kind().isArray()) {
            setText(column, type, type.kind().isVector() ? "" : "{}");
        } else if (column.lane == Lane.LONG) {
            column.setLong(row, 0);
        } else if (column.lane == Lane.DOUBLE) {
            column.setDouble(row, 0);
        } else {
            column.setBytes(row, column.bytes, 0, 0);
        }
    }

    /** Sets a string, or an array by its text form. */
    SystemRows set(String column, String text) {
        int position = position(column);
        setText(current.columns[position], types.get(position), text);
        return this;
    }

    private void setText(Vector column, SqlType type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        TypeCodec.of(type.kind())
                .parseText(bytes, 0, bytes.length, type, SessionFormat.DEFAULT, column, row);
    }

    SystemRows set(String column, long number) {
        column(column).setLong(row, number);
        return this;
    }

    SystemRows set(String column, double number) {
        column(column).setDouble(row, number);
        return this;
    }

    SystemRows set(String column, boolean flag) {
        column(column).setLong(row, flag ? 1 : 0);
        return this;
    }

    private Vector column(String name) {
        return current.columns[position(name)];
    }

    private int position(String name) {
        Integer position = positions.get(name);
        if (position == null) {
            throw new IllegalArgumentException(table.name() + " has no column " + name);
        }
        return position;
    }

    /** How many rows there are. */
    public int count() {
        return count;
    }

    /** All rows, in batches of {@link Batch#CAPACITY} of which only the last may have fewer. */
    public List<Batch> chunks() {
        return chunks;
    }
}
