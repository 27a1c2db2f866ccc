package io.omendb.sql.bind;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omendb.sql.GoldenScript;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinderGoldenTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "point-statements-infer-their-parameters",
                "queries-become-optimized-plans",
                "subqueries-run-before-or-become-joins",
                "errors-are-those-of-postgresql",
                "definitions-are-completed",
                "lists-of-psql"
            })
    void shouldGivePlansAndErrorsWhenScriptIsBound(String name) {
        String script = GoldenScript.read("bind/" + name + ".golden");
        assertEquals(script, GoldenScript.rerun(script, StatementText::of));
    }
}
