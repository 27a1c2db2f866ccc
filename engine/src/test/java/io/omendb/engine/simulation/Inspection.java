package io.omendb.engine.simulation;

import io.omendb.engine.api.Database;
import io.omendb.engine.api.Execution;
import io.omendb.engine.api.PreparedPlan;
import io.omendb.engine.api.Progress;
import io.omendb.engine.api.RowSink;
import io.omendb.engine.api.Session;
import io.omendb.engine.api.SessionOptions;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares all that is in a database that nobody else uses with a state of the model. */
final class Inspection implements RowSink {
    private static final int KEYS_LOOKED_UP_MAX = 4;
    private static final int ROWS_NAMED_MAX = 4;
    private static final int STEPS_MAX = 10_000;

    private final Database database;
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    private Inspection(Database database) {
        this.database = database;
    }

    static void requireSame(Database database, ModelState expected, String where) {
        try (Session session = database.connect(SessionOptions.DEFAULT, () -> {})) {
            new Inspection(database).compare(session, expected, where);
        }
    }

    private void compare(Session session, ModelState expected, String where) {
        Set<@Nullable Object> names = new TreeSet<>();
        query(session, "select relname from pg_class where relkind = 'r' and oid >= 16384")
                .forEach(row -> names.add(row.getFirst()));
        require(
                names.equals(expected.tables().keySet()),
                where,
                "tables " + names + ", not " + expected.tables().keySet());
        for (ModelTable table : expected.tables().values()) {
            Set<ModelRow> found = new HashSet<>();
            query(session, "select " + ModelRow.COLUMNS + " from " + table.name())
                    .forEach(row ->
                            require(
                                    found.add(ModelRow.of(row)),
                                    where,
                                    table.name() + " twice: " + row));
            Set<ModelRow> missing = new HashSet<>(table.rows().values());
            missing.removeAll(found);
            found.removeAll(table.rows().values());
            require(
                    missing.isEmpty() && found.isEmpty(),
                    where,
                    "table "
                            + table.name()
                            + ": lost: "
                            + some(missing)
                            + ", appeared: "
                            + some(found));
            table.rows().values().stream()
                    .limit(table.key() == ModelTable.Key.NONE ? 0 : KEYS_LOOKED_UP_MAX)
                    .forEach(row -> lookUp(session, table, row, where));
        }
    }

    /** A few of the rows, and how many there are. */
    static String some(Collection<ModelRow> rows) {
        return rows.size() + " " + rows.stream().limit(ROWS_NAMED_MAX).toList();
    }

    private void lookUp(Session session, ModelTable table, ModelRow row, String where) {
        String condition =
                "k = " + row.k() + (table.key() == ModelTable.Key.K ? "" : " and v = " + row.v());
        List<List<@Nullable Object>> got =
                query(session, "select id from " + table.name() + " where " + condition);
        List<@Nullable Object> id = new ArrayList<>();
        id.add(row.id());
        require(
                got.equals(List.of(id)),
                where,
                table.name() + ", " + condition + ": " + got + ", not " + row);
    }

    private List<List<@Nullable Object>> query(Session session, String sql) {
        rows.clear();
        PreparedPlan plan = session.prepare(session.parse(sql).getFirst(), sql, new int[0]);
        try (Execution execution = session.execute(plan, plan.newParameters(), true)) {
            int steps = 0;
            while (execution.advance(this, Long.MAX_VALUE) != Progress.DONE) {
                require(++steps < STEPS_MAX, sql, "does not end");
                database.step();
            }
        }
        return List.copyOf(rows);
    }

    private static void require(boolean condition, String where, String message) {
        if (!condition) {
            throw new AssertionError(where + ": " + message);
        }
    }

    @Override
    public int accept(Batch batch, int first, int count) {
        for (int row = first; row < first + count; row++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (Vector column : batch.columns) {
                values.add(SimulatedClient.value(column, row));
            }
            rows.add(values);
        }
        return count;
    }

    @Override
    public void copyOut(byte[] bytes, int offset, int length) {
        throw new AssertionError("nothing is copied out");
    }

    @Override
    public boolean isFull() {
        return false;
    }
}
