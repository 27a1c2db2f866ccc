package io.omendb.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExplainTest {
    private final TestDatabase database = new TestDatabase();

    @BeforeEach
    void createTables() {
        database.run(
                "create table t (id int8 primary key, a int4, b text);"
                        + "create table k (x int4, y int4, v text, primary key (x, y));"
                        + "insert into t values (1, 10, 'one'), (2, 20, 'two')");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void assertPlan(String sql, String... lines) {
        assertEquals(List.of(lines), database.run("explain (costs off) " + sql), sql);
    }

    @Test
    void shouldReadByTheIndexThatConditionsAndOrdersAllow() {
        assertPlan(
                "select * from t where id = 5",
                "Index Scan using t_pkey on t",
                "  Index Cond: (id = 5)");
        assertPlan(
                "select b from t where id > 1 and a < 3 and id <= 9",
                "Index Scan using t_pkey on t",
                "  Index Cond: ((id > 1) AND (id <= 9))",
                "  Filter: (a < 3)");
        assertPlan(
                "select y from k where x = 1 order by y desc limit 2",
                "Limit",
                "  ->  Index Scan Backward using k_pkey on k",
                "        Index Cond: (x = 1)");
        assertPlan("select v from k where y = 1", "Seq Scan on k", "  Filter: (y = 1)");
        assertPlan("select b from t where id > 1", "Seq Scan on t", "  Filter: (id > 1)");
        assertPlan("select id from t order by id", "Index Scan using t_pkey on t");
    }

    @Test
    void shouldShowJoinsGroupsAndSorts() {
        assertPlan(
                "select t.b, count(*) from t join k on k.x = t.a group by t.b order by t.b limit 3",
                "Limit",
                "  ->  Sort",
                "        Sort Key: b",
                "        ->  HashAggregate",
                "              Group Key: b",
                "              ->  Hash Join",
                "                    Hash Cond: (a = x)",
                "                    ->  Seq Scan on t",
                "                    ->  Hash",
                "                          ->  Seq Scan on k");
        assertPlan(
                "select id from t where a > (select 1)",
                "Seq Scan on t",
                "  Filter: (a > (InitPlan 1).col1)",
                "  InitPlan 1",
                "    ->  Result");
    }

    @Test
    void shouldSortOnceForWindowsThatShareAnOrder() {
        assertPlan(
                "select sum(a) over (partition by b), rank() over (partition by b order by a desc)"
                        + " from t",
                "WindowAgg",
                "  Window: w2 AS (PARTITION BY b)",
                "  ->  WindowAgg",
                "        Window: w1 AS (PARTITION BY b ORDER BY a DESC)",
                "        ->  Sort",
                "              Sort Key: b, a DESC",
                "              ->  Seq Scan on t");
        assertPlan(
                "select sum(a) over (rows between 1 preceding and current row) from t",
                "WindowAgg",
                "  Window: w1 AS (ROWS BETWEEN '1'::bigint PRECEDING AND CURRENT ROW)",
                "  ->  Seq Scan on t");
    }

    @Test
    void shouldShowWhatAChangeReads() {
        assertPlan(
                "update t set a = 1 where id = 2",
                "Update on t",
                "  ->  Index Scan using t_pkey on t",
                "        Index Cond: (id = 2)");
        assertPlan("delete from t", "Delete on t", "  ->  Seq Scan on t");
        assertPlan("insert into t values (3, 4, 'x')", "Insert on t", "  ->  Result");
    }

    @Test
    void shouldMeasureWhatItRan() {
        List<String> lines = database.run("explain analyze select * from t where a = 10");
        assertTrue(
                lines.getFirst()
                        .matches(
                                "Seq Scan on t  \\(cost=.* rows=\\d+ width=\\d+\\) "
                                        + "\\(actual time=0.000\\.\\.0.000 rows=1.00 loops=1\\)"),
                lines.getFirst());
        assertEquals("Execution Time: 0.000 ms", lines.getLast());
    }
}
