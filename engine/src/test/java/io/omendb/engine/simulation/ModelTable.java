package io.omendb.engine.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A table of the model.
 *
 * @param name its name
 * @param generation differs for each CREATE TABLE
 * @param key its primary key
 * @param serial whether a sequence gives the ids
 * @param rows by id
 */
record ModelTable(String name, int generation, Key key, boolean serial, SortedMap<Long, ModelRow> rows) {
    /** The columns of a primary key. */
    enum Key {
        NONE(""),
        K("k"),
        K_AND_V("k, v");

        final String columns;

        Key(String columns) {
            this.columns = columns;
        }

        @Nullable List<Long> of(ModelRow row) {
            return switch (this) {
                case NONE -> null;
                case K -> List.of(row.k());
                case K_AND_V -> List.of(row.k(), row.v());
            };
        }
    }

    static ModelTable empty(String name, int generation, Key key, boolean serial) {
        return new ModelTable(name, generation, key, serial, new TreeMap<>());
    }

    ModelTable copy() {
        return new ModelTable(name, generation, key, serial, new TreeMap<>(rows));
    }

    ModelTable withKey(Key newKey) {
        return new ModelTable(name, generation, newKey, serial, rows);
    }

    /** Two rows that have the same key, or null. */
    @Nullable List<ModelRow> duplicates(Key of) {
        Map<List<Long>, ModelRow> seen = new HashMap<>();
        for (ModelRow row : rows.values()) {
            List<Long> value = of.of(row);
            ModelRow other = value == null ? null : seen.put(value, row);
            if (other != null) {
                return List.of(other, row);
            }
        }
        return null;
    }

    /** Whether another row than this one has its key. */
    boolean isTaken(ModelRow row) {
        List<Long> wanted = key.of(row);
        return wanted != null
                && rows.values().stream().anyMatch(other -> other.id() != row.id() && wanted.equals(key.of(other)));
    }

    String createSql() {
        return "create table " + name + " (id " + (serial ? "bigserial" : "bigint")
                + ", k int not null, v int not null, s text"
                + (key == Key.NONE ? "" : ", primary key (" + key.columns + ")") + ")";
    }
}
