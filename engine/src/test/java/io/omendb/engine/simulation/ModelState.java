package io.omendb.engine.simulation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All tables at one point of the history. Does not change. */
final class ModelState {
    static final ModelState EMPTY = new ModelState(new TreeMap<>());

    private final SortedMap<String, ModelTable> tables;

    private ModelState(SortedMap<String, ModelTable> tables) {
        this.tables = tables;
    }

    SortedMap<String, ModelTable> tables() {
        return tables;
    }

    @Nullable ModelTable table(String name) {
        return tables.get(name);
    }

    /** The row, or null if the table or the row is not there. */
    @Nullable ModelRow row(String table, long id) {
        ModelTable found = tables.get(table);
        return found == null ? null : found.rows().get(id);
    }

    /** A table's rows that match, in the order of their ids; none if there is no such table. */
    List<ModelRow> rowsOf(String name, Predicate<ModelRow> condition) {
        ModelTable table = tables.get(name);
        return table == null
                ? List.of()
                : table.rows().values().stream().filter(condition).toList();
    }

    /** The state after these changes. Changes of rows of a table that is not there are passed by. */
    ModelState with(List<ModelChange> changes) {
        if (changes.isEmpty()) {
            return this;
        }
        SortedMap<String, ModelTable> changed = new TreeMap<>(tables);
        Set<String> copied = new HashSet<>();
        for (ModelChange change : changes) {
            String name = change.table();
            ModelTable table = changed.get(name);
            if (change instanceof ModelChange.Create create) {
                changed.put(name, create.created().copy());
                copied.add(name);
            } else if (table != null) {
                if (copied.add(name)) {
                    table = table.copy();
                    changed.put(name, table);
                }
                apply(change, table, changed);
            }
        }
        return new ModelState(changed);
    }

    private static void apply(ModelChange change, ModelTable table, SortedMap<String, ModelTable> changed) {
        switch (change) {
            case ModelChange.Put put -> table.rows().put(put.row().id(), put.row());
            case ModelChange.Remove remove -> table.rows().remove(remove.id());
            case ModelChange.Truncate truncate -> table.rows().clear();
            case ModelChange.Drop drop -> changed.remove(drop.table());
            case ModelChange.AddKey add -> changed.put(add.table(), table.withKey(add.key()));
            case ModelChange.Create create -> throw new AssertionError("there is a table " + create.table());
        }
    }

    /** Fails if two rows of a table have the same key. */
    void requireUniqueKeys(String where) {
        for (ModelTable table : tables.values()) {
            List<ModelRow> duplicates = table.duplicates(table.key());
            if (duplicates != null) {
                throw new AssertionError(where + ": the same key twice in " + table.name() + ": " + duplicates);
            }
        }
    }
}
