package io.omendb.sql.syntax;

import io.omendb.sql.error.SqlException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ParserProperties {
    private static final List<String> STATEMENTS =
            List.of(
                    "select distinct on (a) a + 1 as x, count(*) filter (where b)"
                            + " from t as q(a, b) left join u using (id)"
                            + " where a between 1 and 2 group by a having true order by 1 desc nulls last limit 5",
                    "insert into s.t (a, \"B\") values (1, default), ($1, E'x\\n') on conflict (a)"
                            + " do nothing returning *",
                    "update t set (a, b) = (1, 2), c = c || 'x' where not exists (select 1 from u where u.a = t.a)",
                    "create table if not exists t (id bigserial primary key, n numeric(10,2) default 1.5, c char(3))",
                    "with q as (select 1 union all (select 2 order by 1)) select case when a then b"
                            + " else c end from q",
                    "copy t (a, b) from stdin with (format csv, force_null (a), header on)",
                    "set local time zone 'UTC'; begin isolation level serializable; explain"
                            + " (analyze, costs off) select 1",
                    "select x::int[], cast(y as double precision), interval '1 day' hour to minute,"
                            + " a[1:2], (r).f, $$q$$");

    private static final List<String> WORDS =
            List.of(
                    "select", "from", "where", "(", ")", "((", "))", ",", "*", "=", "<", "and", "or", "not", "in",
                    "between", "like", "is", "null", "case", "when", "then", "end", "join", "left", "on", "using",
                    "group", "by", "order", "limit", "union", "all", "any", "array", "[", "]", "::", ".", "a", "t",
                    "1", "2.5", "'s'", "$1", "\"q\"", "insert", "into", "values", "default",
                    "update", "set", "delete",
                    "create", "table", "int", "primary", "key", "with", "as", "interval",
                    "timestamp", "row", "exists",
                    "cast", "extract", "over", "filter", "collate", "at", "time", "zone", "operator", "-", "+", ";",
                    "copy", "stdin", "alter", "add", "drop", "begin", "commit", "explain", "vacuum", "lateral");

    /** Anything but an SqlException fails the property; so does a parser that does not end. */
    private static void parse(String sql) {
        try {
            Parser.parse(sql);
        } catch (SqlException e) {
            boolean inside = e.position() >= 0 && e.position() <= sql.codePointCount(0, sql.length()) + 1;
            if (!inside) {
                throw new AssertionError("position " + e.position() + " of " + sql, e);
            }
        }
    }

    @Property(tries = 1000)
    void shouldThrowNothingElseWhenTextIsArbitrary(@ForAll String sql) {
        parse(sql);
    }

    @Property(tries = 2000)
    void shouldThrowNothingElseWhenWordsAreShuffled(@ForAll("words") String sql) {
        parse(sql);
    }

    @Property(tries = 2000)
    void shouldThrowNothingElseWhenStatementIsDamaged(@ForAll("damaged") String sql) {
        parse(sql);
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.of(WORDS).list().ofMaxSize(40).map(words -> String.join(" ", words));
    }

    @Provide
    Arbitrary<String> damaged() {
        Arbitrary<Integer> places = Arbitraries.integers().between(0, 250);
        Arbitrary<String> inserts =
                Arbitraries.of("", "'", "\"", "(", ")", "$", "--", "/*", "E'\\", "\\", ";", "\uD800", " ");
        return Combinators.combine(Arbitraries.of(STATEMENTS), places, places, inserts)
                .as((sql, at, count, text) -> damage(sql, at, count % 9, text));
    }

    private static String damage(String sql, int at, int count, String text) {
        int from = Math.min(at, sql.length());
        int to = Math.min(from + count, sql.length());
        return sql.substring(0, from) + text + sql.substring(to);
    }
}
