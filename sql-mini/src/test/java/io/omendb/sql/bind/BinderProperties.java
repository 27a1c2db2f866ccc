package io.omendb.sql.bind;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class BinderProperties {
    private static final List<String> VALUES =
            List.of(
                    "a",
                    "b",
                    "c",
                    "d",
                    "e",
                    "f",
                    "g",
                    "h",
                    "t.a",
                    "1",
                    "2.5",
                    "'x'",
                    "null",
                    "true",
                    "$1",
                    "count(*)",
                    "sum(a)",
                    "(select max(x) from pair)",
                    "(select z from pair where x = a)",
                    "lower(b)",
                    "now()");
    private static final List<String> OPERATORS =
            List.of(
                    "+",
                    "-",
                    "=",
                    "<>",
                    "<",
                    "||",
                    "and",
                    "or",
                    "like",
                    "in",
                    "is distinct from",
                    "*",
                    "/");

    /**
     * Binding and planning give a plan or an SqlException, which the text shows: anything else
     * fails.
     */
    @Property(tries = 1000)
    void shouldBindOrRefuseWhenQueryIsArbitrary(
            @ForAll("expressions") String item,
            @ForAll("expressions") String condition,
            @ForAll("expressions") String key,
            @ForAll boolean grouped,
            @ForAll boolean ordered,
            @ForAll boolean distinct) {
        StatementText.of(
                "select "
                        + (distinct ? "distinct " : "")
                        + item
                        + " as i from t left join pair on x = a where "
                        + condition
                        + (grouped ? " group by " + key : "")
                        + (ordered ? " order by " + key : ""));
    }

    @Provide
    Arbitrary<String> expressions() {
        return Arbitraries.lazy(() ->
                Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.of(VALUES)),
                        Tuple.of(2, binary()),
                        Tuple.of(1, choice())));
    }

    private Arbitrary<String> binary() {
        return Combinators.combine(
                        Arbitraries.of(VALUES), Arbitraries.of(OPERATORS), Arbitraries.of(VALUES))
                .as(BinderProperties::combine);
    }

    private static String combine(String left, String operator, String right) {
        return "("
                + left
                + " "
                + operator
                + " "
                + (operator.equals("in") ? "(" + right + ")" : right)
                + ")";
    }

    private Arbitrary<String> choice() {
        return Combinators.combine(Arbitraries.of(VALUES), Arbitraries.of(VALUES))
                .as((condition, result) -> "case when " + condition + " then " + result + " end");
    }
}
