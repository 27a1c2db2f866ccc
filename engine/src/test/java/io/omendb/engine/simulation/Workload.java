package io.omendb.engine.simulation;

import io.omendb.engine.simulation.Action.Assignment;
import io.omendb.engine.simulation.Action.Change;
import io.omendb.engine.simulation.Action.Filter;
import io.omendb.engine.simulation.ModelTable.Key;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/** Makes statements, seeded, that fit what a client sees, more or less: few keys, so that clients meet. */
final class Workload {
    private static final int KEYS = 16;
    private static final int TABLES = 5;
    private static final int BULK_ROWS_MAX = 300;

    private final SplittableRandom random;
    private final History history;
    private final Deque<Action> first = new ArrayDeque<>();
    private long lastId;

    Workload(SplittableRandom random, History history) {
        this.random = random;
        this.history = history;
        for (ModelTable table : history.latest().tables().values()) {
            lastId = Math.max(lastId, table.rows().isEmpty() ? 0 : table.rows().lastKey());
        }
        if (history.latest().tables().isEmpty()) {
            for (int table = 0; table < TABLES - 1; table++) {
                ModelTable made = newTable(table);
                first.add(new Action.CreateTable(made));
                first.add(insert(made, 8));
            }
        }
    }

    /** A statement that makes the tables, to be run before the others, or null. */
    boolean isPreparing() {
        return !first.isEmpty();
    }

    Action nextPreparing() {
        return first.remove();
    }

    /** The next statement of a client that sees this state. */
    Action next(ModelState view, boolean inBlock, boolean failed) {
        int choice = random.nextInt(100);
        if (failed) {
            return choice < 30 ? new Action.Commit() : new Action.Rollback();
        }
        if (inBlock && choice < 22) {
            return choice < 15 ? new Action.Commit() : new Action.Rollback();
        }
        if (!inBlock && choice < 20) {
            return new Action.Begin();
        }
        List<ModelTable> tables = List.copyOf(view.tables().values());
        if (tables.isEmpty() || random.nextInt(100) < 7) {
            return schemaChange();
        }
        ModelTable table = tables.get(random.nextInt(tables.size()));
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> insert(table, 1 + random.nextInt(3));
            case 3 -> insert(table, random.nextInt(6) == 0 ? random.nextInt(100, BULK_ROWS_MAX) : 1);
            case 4, 5, 6, 7 -> new Change(table, filter(table), assignment());
            case 8 -> new Change(table, random.nextInt(3) == 0 ? range() : filter(table), null);
            case 9 -> new Action.Read(table, filter(table), "");
            case 10 -> new Action.Read(table, range(), " order by id");
            default ->
                random.nextBoolean() ? new Action.Aggregate(table) : new Action.Read(table, everything(), "");
        };
    }

    private Action schemaChange() {
        int number = random.nextInt(TABLES);
        String name = "t" + number;
        return switch (random.nextInt(5)) {
            case 0 -> new Action.DropTable(name);
            case 1 -> new Action.Truncate(name);
            case 2 -> new Action.AddKey(name, random.nextBoolean() ? Key.K : Key.K_AND_V);
            default -> new Action.CreateTable(newTable(number));
        };
    }

    private ModelTable newTable(int number) {
        Key key =
                switch (number) {
                    case 0, 3 -> Key.K;
                    case 1 -> Key.K_AND_V;
                    default -> Key.NONE;
                };
        return ModelTable.empty("t" + number, history.newGeneration(), key, number >= 2);
    }

    private Action.Insert insert(ModelTable table, int count) {
        List<ModelRow> rows = new ArrayList<>();
        long key = count > BULK_ROWS_MAX / 4 ? 1000 + random.nextInt(1000) : random.nextInt(2 * KEYS);
        for (int i = 0; i < count; i++) {
            rows.add(new ModelRow(++lastId, key + i, random.nextInt(4), text(count)));
        }
        return new Action.Insert(table, rows, random.nextInt(8) == 0);
    }

    private String text(int rows) {
        return rows > 1 && random.nextInt(3) > 0
                ? "r".repeat(random.nextInt(200))
                : "s".repeat(random.nextInt(12)) + random.nextInt(100);
    }

    private Filter filter(ModelTable table) {
        long key = random.nextInt(KEYS);
        return switch (table.key()) {
            case K -> random.nextInt(4) > 0 ? new Filter("k = " + key, row -> row.k() == key, true) : range();
            case K_AND_V -> {
                long v = random.nextInt(4);
                yield random.nextInt(3) > 0
                        ? new Filter(
                                "k = " + key + " and v = " + v, row -> row.k() == key && row.v() == v, true)
                        : range();
            }
            case NONE ->
                random.nextBoolean()
                        ? new Filter("k = " + key, row -> row.k() == key, false)
                        : new Filter("v % 3 = 1", row -> row.v() % 3 == 1, false);
        };
    }

    private Filter range() {
        long low = random.nextInt(KEYS);
        long high = low + random.nextInt(5);
        return new Filter(
                "k >= " + low + " and k <= " + high, row -> row.k() >= low && row.k() <= high, false);
    }

    private static Filter everything() {
        return new Filter("true", row -> true, false);
    }

    private Assignment assignment() {
        int amount = 1 + random.nextInt(3);
        String text = text(1);
        return switch (random.nextInt(6)) {
            case 0 -> {
                long key = random.nextInt(2 * KEYS);
                yield new Assignment("k = " + key, row -> new ModelRow(row.id(), key, row.v(), row.s()));
            }
            case 1 ->
                new Assignment(
                        "k = k + 100, s = null", row -> new ModelRow(row.id(), row.k() + 100, row.v(), null));
            case 2 -> new Assignment("s = '" + text + "'", row -> new ModelRow(row.id(), row.k(), row.v(), text));
            case 3 ->
                new Assignment(
                        "s = 'after ' || v, v = v + " + amount,
                        row -> new ModelRow(row.id(), row.k(), row.v() + amount, "after " + row.v()));
            default ->
                new Assignment(
                        "v = v + " + amount,
                        row -> new ModelRow(row.id(), row.k(), row.v() + amount, row.s()));
        };
    }
}
