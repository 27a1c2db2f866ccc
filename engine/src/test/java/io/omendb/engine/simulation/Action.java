package io.omendb.engine.simulation;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A statement of the workload, as text for the engine and as code for the model. */
sealed interface Action {
    String sql();

    /** A condition on rows. {@code isKey}: it names one row by its primary key. */
    record Filter(String sql, Predicate<ModelRow> matches, boolean isKey) {}

    /** What an UPDATE sets. */
    record Assignment(String sql, UnaryOperator<ModelRow> apply) {}

    record Begin() implements Action {
        @Override
        public String sql() {
            return "begin";
        }
    }

    record Commit() implements Action {
        @Override
        public String sql() {
            return "commit";
        }
    }

    record Rollback() implements Action {
        @Override
        public String sql() {
            return "rollback";
        }
    }

    /** The rows' ids are the table's to give if it has a sequence. */
    record Insert(ModelTable table, List<ModelRow> rows, boolean skipsConflicts) implements Action {
        @Override
        public String sql() {
            return "insert into " + table.name() + (table.serial() ? " (k, v, s)" : " (" + ModelRow.COLUMNS + ")")
                    + " values "
                    + rows.stream().map(row -> row.literals(!table.serial())).collect(Collectors.joining(", "))
                    + (skipsConflicts ? " on conflict do nothing" : "") + " returning " + ModelRow.COLUMNS;
        }
    }

    /** An UPDATE, or, without an assignment, a DELETE. */
    record Change(ModelTable table, Filter filter, @Nullable Assignment assignment) implements Action {
        @Override
        public String sql() {
            Assignment set = assignment;
            return (set == null ? "delete from " + table.name() : "update " + table.name() + " set " + set.sql())
                    + " where " + filter.sql() + " returning " + ModelRow.COLUMNS;
        }
    }

    record Read(ModelTable table, Filter filter, String suffix) implements Action {
        @Override
        public String sql() {
            return "select " + ModelRow.COLUMNS + " from " + table.name() + " where " + filter.sql() + suffix;
        }
    }

    record Aggregate(ModelTable table) implements Action {
        @Override
        public String sql() {
            return "select count(*), count(s), coalesce(max(k), -1), coalesce(min(id), -1) from " + table.name();
        }
    }

    record CreateTable(ModelTable table) implements Action {
        @Override
        public String sql() {
            return table.createSql();
        }
    }

    record DropTable(String name) implements Action {
        @Override
        public String sql() {
            return "drop table " + name;
        }
    }

    record Truncate(String name) implements Action {
        @Override
        public String sql() {
            return "truncate " + name;
        }
    }

    record AddKey(String name, ModelTable.Key key) implements Action {
        @Override
        public String sql() {
            return "alter table " + name + " add primary key (" + key.columns + ")";
        }
    }
}
