package io.omendb.engine.simulation;

/** A change that a statement makes, as its client knows it once the statement has ended. */
sealed interface ModelChange {
    String table();

    /** Whether it changes a table's definition or all of its rows. */
    default boolean changesSchema() {
        return true;
    }

    record Put(String table, ModelRow row) implements ModelChange {
        @Override
        public boolean changesSchema() {
            return false;
        }
    }

    record Remove(String table, long id) implements ModelChange {
        @Override
        public boolean changesSchema() {
            return false;
        }
    }

    record Create(ModelTable created) implements ModelChange {
        @Override
        public String table() {
            return created.name();
        }
    }

    record Drop(String table) implements ModelChange {}

    record Truncate(String table) implements ModelChange {}

    record AddKey(String table, ModelTable.Key key) implements ModelChange {}
}
