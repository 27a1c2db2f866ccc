package io.omendb.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.engine.storage.ManualClock;
import io.omendb.engine.storage.MemoryStorage;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the engine says of its memory, through SQL: every block is told of once, under the name of
 * what it is for. The agents are stepped, so that the figures stand still.
 */
final class MemoryAccountTest {
    private static final int ROWS = 20_000;
    private static final int ROUNDS_IDLE = 2_000;

    private Database database;
    private Connection connection;

    @BeforeEach
    void open() {
        database = Database.open(DatabaseConfig.stepped(new MemoryStorage(), new ManualClock(0)));
        connection = database.connect();
    }

    @AfterEach
    void close() {
        connection.close();
        database.close();
    }

    @Test
    void shouldNameEveryBlockWhenRowsComeChangeAndGo() {
        assertAllNamed("nothing");
        connection.execute("create table goods(id int primary key, name text, price float8)");
        assertAllNamed("an empty table");
        fill("goods");
        assertAllNamed("rows, long strings, nulls");
        connection.execute("update goods set name = name || ', changed', price = price + 1");
        assertAllNamed("changed rows");
        connection.execute("update goods set id = id + 100000 where id % 3 = 0");
        assertAllNamed("changed keys");
        connection.execute("delete from goods where id % 2 = 0");
        assertAllNamed("deleted rows");
        connection.execute("insert into goods values (-1, repeat('long', 10000), 1)");
        connection.execute("update goods set name = 'short' where id = -1");
        assertAllNamed("a string that had an extent of its own");
        connection.execute("truncate goods");
        assertAllNamed("an emptied table");
        connection.execute("create table keyed(id int, name text, price float8)");
        fill("keyed");
        connection.execute("alter table keyed add primary key (id)");
        assertAllNamed("an index built over rows");
        connection.execute("drop table goods");
        connection.execute("drop table keyed");
        assertAllNamed("dropped tables");
        assertEquals(List.of(), query("select kind from omen_memory where relid is not null"));
    }

    @Test
    void shouldNameUnfinishedWhenTransactionMakesTable() {
        connection.beginTransaction();
        connection.execute("create table goods(id int primary key, name text, price float8)");
        fill("goods");
        settle();
        assertEquals(database.memoryUsedBytes(), number(NAMED));
        assertTrue(number(UNFINISHED) > ROWS * 20L, "a table that only its transaction knows");
        connection.rollback();
        assertAllNamed("a rolled back table");
    }

    @Test
    void shouldTellVersionsFromRowsWhenAnOldSnapshotNeedsThem() {
        connection.execute("create table goods(id int primary key, name text, price float8)");
        fill("goods");
        settle();
        assertEquals(0, bytes("versions"));
        long rows = number("select count from omen_memory where kind = 'rows'");
        assertEquals(ROWS, rows);
        assertEquals(ROWS * (4 + 16 + 8), bytes("rows"));
        connection.beginTransaction();
        connection.execute("update goods set price = 0 where id <= 1000");
        settle();
        assertEquals(1_000, number("select count from omen_memory where kind = 'versions'"));
        assertTrue(bytes("versions") >= 1_000 * 32, () -> bytes("versions") + " bytes");
        assertTrue(bytes("undo logs") >= 1_000 * 16, () -> bytes("undo logs") + " bytes");
        assertEquals(ROWS * (4 + 16 + 8), bytes("rows"));
        assertEquals(0, number(UNFINISHED));
        connection.commit();
        settle();
        assertEquals(0, bytes("versions"));
        assertEquals(0, bytes("version words"));
    }

    @Test
    void shouldTellEntriesFromGapsWhenKeysAreIndexed() {
        connection.execute("create table goods(id int primary key, name text, price float8)");
        connection.execute(
                "insert into goods select (i * 7919) % 20011, 'x', 1"
                        + " from generate_series(1, 20000) i");
        settle();
        long entries = number("select count from omen_memory where kind = 'entries'");
        assertEquals(20_000, entries);
        assertEquals(entries * 13, bytes("entries"));
        assertEquals(
                List.of("goods_pkey"),
                query(
                        "select distinct indexrelname from omen_memory where kind in ('gaps',"
                                + " 'node headers', 'inner nodes', 'row id lists')"));
    }

    @Test
    void shouldNeedLittleForKeysInTheOrderOfRows() {
        connection.execute("create table numbers(id int primary key)");
        connection.execute("insert into numbers select g * 3 from generate_series(1, 400000) g");
        settle();
        long bytes = number("select pg_relation_size('numbers_pkey')");
        assertTrue(bytes < 2 * 400_000, () -> bytes + " bytes");
        assertEquals(
                List.of("400000|1200000"),
                query("select count(*), max(id) from numbers where id between 1 and 1200000"));
        connection.execute("update numbers set id = id + 1 where id % 1000 = 0");
        connection.execute("delete from numbers where id % 999 = 0");
        settle();
        assertEquals(
                List.of("398800|1|1|0"),
                query(
                        "select count(*), (select count(*) from numbers where id = 3001),"
                                + " (select count(*) from numbers where id = 2997 * 2 + 3),"
                                + " (select count(*) from numbers where id = 3000) from numbers"));
    }

    @Test
    void shouldAnswerSizesFromTheSameFigures() {
        connection.execute("create table goods(id int primary key, name text, price float8)");
        fill("goods");
        settle();
        assertEquals(
                List.of("t|t|t|t|t"),
                query(
                        "select pg_relation_size('goods') = (select sum(bytes) from omen_memory where"
                                + " relname = 'goods' and indexrelid is null),"
                                + " pg_table_size('goods') = pg_relation_size('goods', 'main'),"
                                + " pg_indexes_size('goods') = pg_relation_size('goods_pkey'),"
                                + " pg_total_relation_size('goods')"
                                + " = pg_table_size('goods') + pg_indexes_size('goods'),"
                                + " pg_indexes_size('goods') = (select sum(bytes) from omen_memory where"
                                + " indexrelid = 'goods_pkey'::regclass)"));
        assertEquals(
                List.of("t|t"),
                query(
                        "select pg_database_size('postgres') > pg_total_relation_size('goods'),"
                                + " pg_database_size(current_database()) = (select sum(bytes) from"
                                + " omen_memory where kind not in ('log buffers', 'free blocks'))"));
        assertEquals(
                List.of("0|0|0|null"),
                query(
                        "select pg_relation_size('goods', 'fsm'), pg_relation_size('goods', 'vm'),"
                                + " pg_indexes_size('goods_pkey'), pg_relation_size(99999)"));
        assertState(
                SqlState.INVALID_PARAMETER_VALUE, "select pg_relation_size('goods', 'nothing')");
        assertState(SqlState.INVALID_CATALOG_NAME, "select pg_database_size('nothing')");
    }

    private static final String NAMED =
            "select sum(bytes)::bigint from omen_memory where kind <> 'free blocks'";
    private static final String UNFINISHED =
            "select bytes from omen_memory where kind = 'unfinished'";

    private void fill(String table) {
        connection.execute(
                "insert into "
                        + table
                        + " select g, case when g % 7 = 0 then null when g % 2 = 0 then 'short' else"
                        + " 'a text that is too long for its place ' || g end, g"
                        + " from generate_series(1, "
                        + ROWS
                        + ") g");
    }

    private void assertAllNamed(String after) {
        settle();
        assertEquals(0, number(UNFINISHED), after);
        assertEquals(database.memoryUsedBytes(), number(NAMED), after);
        assertEquals(
                0, number("select count(*) from omen_memory where bytes < 0 or count < 0"), after);
    }

    private void assertState(SqlState state, String sql) {
        assertEquals(state, assertThrows(SqlException.class, () -> query(sql)).state());
    }

    private void settle() {
        for (int i = 0; i < ROUNDS_IDLE; i++) {
            database.step();
        }
    }

    private long bytes(String kind) {
        return number("select bytes from omen_memory where kind = '" + kind + "'");
    }

    private long number(String sql) {
        return Long.parseLong(query(sql).getFirst());
    }

    private List<String> query(String sql) {
        List<String> lines = new ArrayList<>();
        PreparedStatement statement = connection.prepare(sql);
        try (Rows rows = statement.query()) {
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 0; column < statement.columnCount(); column++) {
                    String value = rows.getText(column);
                    values.add(value == null ? "null" : value);
                }
                lines.add(String.join("|", values));
            }
        }
        return lines;
    }
}
