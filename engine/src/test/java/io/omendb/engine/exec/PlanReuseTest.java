package io.omendb.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.omendb.sql.catalog.ColumnDefinition;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanReuseTest {
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 10_000;

    private final TestDatabase database = new TestDatabase();

    @BeforeEach
    void createTable() {
        database.run("create table t (id int8 primary key, a int4 not null, b text)");
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            rows.append(i).append('\t').append(i % 10).append("\trow ").append(i).append('\n');
        }
        database.copyIn("copy t from stdin", rows.toString());
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Bytes that a step allocates once it is warm, per call. */
    private static double allocatedPerCall(Runnable step) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < WARM_UP; i++) {
            step.run();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < MEASURED; i++) {
            step.run();
        }
        // The counter itself, and what the compiler does late, cost a few hundred bytes in all.
        return Math.floor((threads.getCurrentThreadAllocatedBytes() - before) / (double) MEASURED);
    }

    @Test
    void shouldReadByKeyWithoutAllocating() {
        TestDatabase.Prepared prepared = database.prepare("select a, b from t where id = $1");
        QueryPlan plan = (QueryPlan) prepared.plan;
        assertTrue(plan.isPoint());
        ReadContext context = prepared.context();
        database.takeSnapshot();
        long[] found = new long[2];
        double bytes =
                allocatedPerCall(() -> {
                    prepared.parameters.columns[0].setLong(0, found[0]++ % 6000);
                    Cursor cursor = plan.open(context);
                    found[1] += cursor.next();
                    cursor.close();
                });
        assertEquals(0, bytes);
        assertTrue(found[1] > MEASURED / 2);
    }

    @Test
    void shouldComputeAChangeByKeyWithoutAllocating() {
        TestDatabase.Prepared prepared =
                database.prepare("update t set a = a + $1 where id = $2 and b <> 'none'");
        RowTargetPlan plan = (RowTargetPlan) prepared.plan;
        PointTarget point = plan.point();
        assertNotNull(point);
        RowChange change = plan.change();
        Batch row =
                Batch.of(plan.table().columns().stream().map(ColumnDefinition::type).toList(), 1);
        row.columns[0].setLong(0, 7);
        row.columns[1].setLong(0, 40);
        row.columns[2].setBytes(0, new byte[] {'x'}, 0, 1);
        row.count = 1;
        Batch values = Batch.of(List.of(SqlType.INT4), 1);
        prepared.set(0, "2").set(1, "7");
        double bytes =
                allocatedPerCall(() -> {
                    assertTrue(point.evaluate(prepared.parameters));
                    assertTrue(change.matches(row, prepared.parameters));
                    change.compute(row, prepared.parameters, values);
                });
        assertEquals(0, bytes);
        assertEquals(7, point.key().columns[0].longs[0]);
        assertEquals(42, values.columns[0].longs[0]);
        prepared.parameters.columns[1].setNull(0);
        assertFalse(point.evaluate(prepared.parameters));
    }

    @Test
    void shouldMakeTheRowOfAnInsertWithoutAllocating() {
        TestDatabase.Prepared prepared = database.prepare("insert into t values ($1, $2, $3)");
        InsertPlan plan = (InsertPlan) prepared.plan;
        assertTrue(plan.isSingleBatch());
        ReadContext context = prepared.context();
        prepared.set(0, "10000").set(1, "1").set(2, "text");
        double bytes =
                allocatedPerCall(() -> {
                    Cursor cursor = plan.open(context);
                    assertEquals(1, cursor.next());
                    cursor.close();
                });
        assertEquals(0, bytes);
    }

    @Test
    void shouldReadTheSamePlanTwiceAtATime() {
        TestDatabase.Prepared prepared =
                database.prepare("select id from t where id >= $1 order by id");
        QueryPlan plan = (QueryPlan) prepared.plan;
        database.takeSnapshot();
        prepared.set(0, "100");
        Cursor first = plan.open(prepared.context());
        assertEquals(1024, first.next());
        prepared.set(0, "4999");
        Cursor second = plan.open(prepared.context());
        assertEquals(1, second.next());
        second.close();
        assertEquals(1024, first.next());
        assertEquals(1124, first.batch().columns[0].longs[0]);
        first.close();
    }

    @Test
    void shouldNameTheRowWhenANullIsRefused() {
        SqlException insert =
                assertThrows(
                        SqlException.class,
                        () -> database.run("insert into t values (1, null, 'x')"));
        assertEquals(SqlState.NOT_NULL_VIOLATION, insert.state());
        assertEquals(
                "null value in column \"a\" of relation \"t\" violates not-null constraint",
                insert.message());
        assertEquals("Failing row contains (1, null, x).", insert.detail());
        SqlException update =
                assertThrows(
                        SqlException.class,
                        () -> database.run("update t set a = null where id = 3"));
        assertEquals("Failing row contains (3, null, row 3).", update.detail());
        assertEquals("a", update.column());
    }

    @Test
    void shouldFailWhenAPartitionHoldsTooMuch() {
        database.limitMemory(50_000);
        SqlException error =
                assertThrows(
                        SqlException.class,
                        () -> database.run("select t.*, sum(a) over () from t"));
        assertEquals(SqlState.OUT_OF_MEMORY, error.state());
        String partitions = "select count(*) from (select sum(a) over (partition by id / 10), b";
        assertEquals(1, database.run(partitions + " from (select * from t limit 400) t) s").size());
    }

    @Test
    void shouldFailWhenAStatementHoldsTooMuch() {
        database.limitMemory(150_000);
        for (String sql :
                List.of(
                        "select b from t order by b",
                        "select b, count(*) from t group by b",
                        "select distinct b from t",
                        "select count(*) from t as p join t as q on p.b = q.b")) {
            SqlException error = assertThrows(SqlException.class, () -> database.run(sql), sql);
            assertEquals(SqlState.OUT_OF_MEMORY, error.state());
        }
        assertEquals(
                List.of("0"),
                database.run("select id from t order by b limit 1"),
                "a few rows need no more");
        database.limitMemory(64L << 20);
        assertEquals(5000, database.run("select b from t order by b").size());
    }

    @Test
    void shouldFindTheRowsInsideTheZonesOfAScan() {
        database.run("create table z (id int4 primary key, v float8, n int2)");
        database.run(
                "insert into z select i, i / 10.0, i % 100 from generate_series(1, 5000) as g(i)");
        database.run("update z set v = 1e9 where id = 17");
        database.run("insert into z values (6000, 'NaN', null)");
        assertEquals(List.of("1003"), database.run("select count(*) from z where v >= 400"));
        assertEquals(
                List.of("6000", "17"),
                database.run("select id from z where v > 1e8 order by v desc"));
        assertEquals(List.of("1"), database.run("select count(*) from z where v > 1e308"));
        assertEquals(List.of("0"), database.run("select count(*) from z where n > 99 or v < -1"));
        assertEquals(List.of("0"), database.run("select count(*) from z where n > 40000"));
        assertEquals(List.of("50"), database.run("select count(*) from z where n = 7 and id > -1"));
        assertEquals(List.of("1.6"), database.run("select v from z where v < 1.65 and v > 1.55"));
        assertEquals(List.of("0"), database.run("select count(*) from z where v = 1.7"));
    }

    @Test
    void shouldStopWhenItIsCancelled() {
        database.cancel(true);
        SqlException error =
                assertThrows(
                        SqlException.class,
                        () -> database.run("select count(*) from t as p, t as q, t as r"));
        assertEquals(SqlState.QUERY_CANCELED, error.state());
    }

    @Test
    void shouldLoadDefaultsAndConditionsOfCopy() {
        database.run("create table c (id int4 primary key, v text default 'none', n int4)");
        database.copyIn(
                "copy c (n, id) from stdin with (format csv) where id > 1", "10,1\n20,2\n,3\n");
        assertEquals(
                List.of("2|none|20", "3|none|NULL"), database.run("select * from c order by id"));
        SqlException error =
                assertThrows(
                        SqlException.class, () -> database.copyIn("copy c (n) from stdin", "1\n"));
        assertEquals(SqlState.NOT_NULL_VIOLATION, error.state());
    }

    @Test
    void shouldLookUpNoKeyWhereSubqueriesAreNeeded() {
        RowTargetPlan plan =
                (RowTargetPlan)
                        database.prepare("update t set a = 0 where id = (select max(id) from t)")
                                .plan;
        assertNull(plan.point());
    }
}
