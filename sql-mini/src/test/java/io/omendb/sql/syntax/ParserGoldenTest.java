package io.omendb.sql.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omendb.sql.GoldenScript;
import io.omendb.sql.error.SqlException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParserGoldenTest {

    static List<String> parse(String sql) {
        List<String> lines = new ArrayList<>();
        try {
            Parser.parse(sql).forEach(statement -> lines.add(SyntaxTree.draw(statement)));
        } catch (SqlException e) {
            lines.add(
                    e.state().code()
                            + " "
                            + e.message()
                            + (e.position() > 0 ? " @" + e.position() : ""));
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "literals-and-identifiers",
                "operators-bind-as-in-postgresql",
                "queries-keep-their-clauses",
                "statements-of-pgbench-and-psql",
                "errors-point-at-the-token"
            })
    void shouldDrawTheTreeWhenScriptIsParsed(String name) {
        String script = GoldenScript.read("syntax/" + name + ".golden");
        assertEquals(script, GoldenScript.rerun(script, ParserGoldenTest::parse));
    }
}
