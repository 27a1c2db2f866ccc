package io.omendb.engine.simulation;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Says whether what a client got for one statement is what READ COMMITTED allows, and what the statement has changed.
 *
 * <p>Queries are judged exactly: the rows at the snapshot, with the transaction's own changes. A row that a statement
 * has changed is locked until its transaction ends, so the newest committed version is what it was changed from. A row
 * that it has not changed, though it should have, must at some moment of the statement not have qualified.
 */
final class StatementJudge {
    private static final int SQL_SHOWN_MAX = 300;

    private final History history;
    private final Action action;
    private final List<ModelChange> own;
    private final long snapshotLsn;
    private final long startLsn;
    private final String where;

    /**
     * @param own changes of the transaction before the statement
     * @param snapshotLsn what the statement sees
     * @param startLsn the newest commit when it began
     */
    StatementJudge(
            History history, Action action, List<ModelChange> own, long snapshotLsn, long startLsn, String where) {
        this.history = history;
        this.action = action;
        this.own = List.copyOf(own);
        this.snapshotLsn = snapshotLsn;
        this.startLsn = startLsn;
        this.where = where;
    }

    /** The changes of a statement that succeeded and returned these rows, its answer to wait for {@code gateLsn}. */
    List<ModelChange> changes(List<List<@Nullable Object>> values, long gateLsn) {
        return switch (action) {
            case Action.Insert insert -> inserted(insert, rows(values));
            case Action.Change change -> changed(change, rows(values), gateLsn);
            case Action.Read read -> {
                requireGate(gateLsn);
                requireSame(expected(read), rows(values));
                yield List.of();
            }
            case Action.Aggregate aggregate -> {
                requireGate(gateLsn);
                require(values.equals(List.of(expected(aggregate))), "got " + values + ", not " + expected(aggregate));
                yield List.of();
            }
            case Action.CreateTable create -> {
                require(newest().table(create.table().name()) == null, "made a table that there is");
                yield List.of(new ModelChange.Create(create.table()));
            }
            case Action.DropTable drop -> {
                requireTable(drop.name());
                yield List.of(new ModelChange.Drop(drop.name()));
            }
            case Action.Truncate truncate -> {
                requireTable(truncate.name());
                yield List.of(new ModelChange.Truncate(truncate.name()));
            }
            case Action.AddKey add -> {
                require(requireTable(add.name()).key() == ModelTable.Key.NONE, "added a second key");
                yield List.of(new ModelChange.AddKey(add.name(), add.key()));
            }
            case Action.Begin begin -> List.of();
            case Action.Commit commit -> List.of();
            case Action.Rollback rollback -> List.of();
        };
    }

    /** Fails if there was no cause for this error. */
    void error(SqlException error, boolean isCancelled) {
        SqlState state = error.state();
        boolean justified;
        if (state.equals(SqlState.UNIQUE_VIOLATION)) {
            justified = ever(this::hasConflict);
        } else if (state.equals(SqlState.QUERY_CANCELED)) {
            justified = isCancelled;
        } else if (state.equals(SqlState.DISK_FULL)) {
            justified = history.isDiskFull();
        } else if (state.equals(SqlState.IO_ERROR)) {
            justified = history.isEngineStopped();
        } else if (state.equals(SqlState.SERIALIZATION_FAILURE)) {
            justified = history.schemaChangedAfter(startLsn);
        } else if (state.equals(SqlState.UNDEFINED_TABLE)) {
            justified = ever(view -> view.table(tableName()) == null);
        } else if (state.equals(SqlState.DUPLICATE_TABLE)) {
            justified = action instanceof Action.CreateTable && ever(view -> view.table(tableName()) != null);
        } else if (state.equals(SqlState.INVALID_TABLE_DEFINITION)) {
            justified = action instanceof Action.AddKey && ever(this::hasKey);
        } else {
            justified = state.equals(SqlState.DEADLOCK_DETECTED);
        }
        require(justified, "no cause for " + state.code() + " " + error.message());
    }

    /** The answer with these values rests on commits, and on what is logged of sequences, up to {@code gateLsn}. */
    void answered(List<List<@Nullable Object>> values, long gateLsn) {
        if (action instanceof Action.Insert insert && insert.table().serial()) {
            rows(values).forEach(row -> history.logSerial(insert.table().generation(), row.id(), gateLsn));
        }
    }

    // ---- rows that were inserted or changed

    private List<ModelChange> inserted(Action.Insert insert, List<ModelRow> rows) {
        ModelTable table = requireTable(insert.table().name());
        List<ModelChange> changes = new ArrayList<>();
        int next = 0;
        for (ModelRow asked : insert.rows()) {
            ModelRow got = next < rows.size() ? rows.get(next) : null;
            boolean same = got != null
                    && (table.serial() ? got.equals(asked.withId(got.id())) : got.equals(asked));
            if (same && got != null) {
                next++;
                if (table.serial()) {
                    history.takeSerial(table.generation(), got.id(), where);
                }
                changes.add(new ModelChange.Put(table.name(), got));
            } else {
                List<ModelChange> before = List.copyOf(changes);
                require(
                        insert.skipsConflicts() && ever(view -> isTaken(view.with(before), table.name(), asked)),
                        "did not insert " + asked + " but " + got);
            }
        }
        require(next == rows.size(), "returned too much: " + Inspection.some(rows));
        newest().with(changes).requireUniqueKeys(where);
        return changes;
    }

    private List<ModelChange> changed(Action.Change change, List<ModelRow> rows, long gateLsn) {
        ModelTable table = requireTable(change.table().name());
        String name = table.name();
        Action.Assignment set = change.assignment();
        ModelState shown = history.at(gateLsn).with(own);
        List<ModelChange> changes = new ArrayList<>();
        Set<Long> ids = new HashSet<>();
        for (ModelRow row : rows) {
            require(ids.add(row.id()), "changed twice: " + row);
            ModelRow base = table.rows().get(row.id());
            require(base != null && change.filter().matches().test(base), "changed " + row + " from " + base);
            if (base != null) {
                ModelRow wanted = set == null ? base : set.apply().apply(base);
                require(row.equals(wanted), "made " + row + " of " + base);
                require(base.equals(shown.row(name, row.id())), "shows " + row + " before it is durable: " + gateLsn);
            }
            changes.add(set == null ? new ModelChange.Remove(name, row.id()) : new ModelChange.Put(name, row));
        }
        List<ModelState> during = during();
        for (ModelRow target : targets(change)) {
            boolean always = during.stream().allMatch(view -> {
                ModelRow version = view.row(name, target.id());
                return version != null && change.filter().matches().test(version);
            });
            require(!always || ids.contains(target.id()), "did not change " + target);
        }
        newest().with(changes).requireUniqueKeys(where);
        return changes;
    }

    /** Rows that the statement has to look at: a scan those of its snapshot, a key the newest. */
    private List<ModelRow> targets(Action.Change change) {
        ModelState view = change.filter().isKey() ? newest() : visible();
        return view.rowsOf(change.table().name(), change.filter().matches());
    }

    // ---- causes of errors

    private boolean hasConflict(ModelState view) {
        return switch (action) {
            case Action.Insert insert -> insertConflicts(view, insert);
            case Action.Change change -> changeConflicts(view, change);
            case Action.AddKey add -> {
                ModelTable table = view.table(add.name());
                yield table != null && table.duplicates(add.key()) != null;
            }
            default -> false;
        };
    }

    private static boolean insertConflicts(ModelState view, Action.Insert insert) {
        String name = insert.table().name();
        ModelState state = view;
        long unused = -1;
        for (ModelRow row : insert.rows()) {
            ModelRow put = insert.table().serial() ? row.withId(unused--) : row;
            if (isTaken(state, name, put)) {
                return true;
            }
            state = state.with(List.of(new ModelChange.Put(name, put)));
        }
        return false;
    }

    private static boolean changeConflicts(ModelState view, Action.Change change) {
        Action.Assignment set = change.assignment();
        ModelTable table = view.table(change.table().name());
        if (set == null || table == null) {
            return false;
        }
        Set<List<Long>> keys = new HashSet<>();
        for (ModelRow row : view.rowsOf(table.name(), change.filter().matches())) {
            ModelRow after = set.apply().apply(row);
            List<Long> key = table.key().of(after);
            if (key != null && (table.isTaken(after) || !keys.add(key))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTaken(ModelState view, String name, ModelRow row) {
        ModelTable table = view.table(name);
        return table != null && table.isTaken(row);
    }

    private boolean hasKey(ModelState view) {
        ModelTable table = view.table(tableName());
        return table != null && table.key() != ModelTable.Key.NONE;
    }

    private String tableName() {
        return switch (action) {
            case Action.Insert insert -> insert.table().name();
            case Action.Change change -> change.table().name();
            case Action.Read read -> read.table().name();
            case Action.Aggregate aggregate -> aggregate.table().name();
            case Action.CreateTable create -> create.table().name();
            case Action.DropTable drop -> drop.name();
            case Action.Truncate truncate -> truncate.name();
            case Action.AddKey add -> add.name();
            case Action.Begin begin -> "";
            case Action.Commit commit -> "";
            case Action.Rollback rollback -> "";
        };
    }

    // ---- queries

    private List<ModelRow> expected(Action.Read read) {
        return visible().rowsOf(read.table().name(), read.filter().matches());
    }

    private List<@Nullable Object> expected(Action.Aggregate aggregate) {
        List<ModelRow> rows = visible().rowsOf(aggregate.table().name(), row -> true);
        List<@Nullable Object> values = new ArrayList<>();
        values.add((long) rows.size());
        values.add(rows.stream().filter(row -> row.s() != null).count());
        values.add(rows.stream().mapToLong(ModelRow::k).max().orElse(-1));
        values.add(rows.stream().mapToLong(ModelRow::id).min().orElse(-1));
        return values;
    }

    /** What rests on the snapshot waits until that is durable. */
    private void requireGate(long gateLsn) {
        require(gateLsn >= history.commitAt(snapshotLsn), "shows " + snapshotLsn + " when " + gateLsn + " is durable");
    }

    private void requireSame(List<ModelRow> expected, List<ModelRow> rows) {
        Set<ModelRow> missing = new HashSet<>(expected);
        Set<ModelRow> surplus = new HashSet<>(rows);
        surplus.removeAll(missing);
        rows.forEach(missing::remove);
        require(
                missing.isEmpty() && surplus.isEmpty() && rows.size() == expected.size(),
                "at " + snapshotLsn + " not seen: " + Inspection.some(missing) + ", seen and not there: "
                        + Inspection.some(surplus) + ", "
                        + rows.size() + " rows for " + expected.size());
    }

    // ---- views

    private ModelState visible() {
        return history.at(snapshotLsn).with(own);
    }

    private ModelState newest() {
        return history.latest().with(own);
    }

    private List<ModelState> during() {
        return history.since(startLsn).stream().map(state -> state.with(own)).toList();
    }

    private boolean ever(Predicate<ModelState> condition) {
        return during().stream().anyMatch(condition);
    }

    private ModelTable requireTable(String name) {
        ModelTable table = newest().table(name);
        require(table != null, "there is no table " + name);
        return Objects.requireNonNull(table);
    }

    private static List<ModelRow> rows(List<List<@Nullable Object>> values) {
        return values.stream().map(ModelRow::of).toList();
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            String sql = action.sql();
            String text = sql.substring(0, Math.min(sql.length(), SQL_SHOWN_MAX));
            throw new AssertionError(where + ": " + text + ": " + message);
        }
    }
}
