package io.omendb.sql.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParserTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "not ",
                "- ",
                "case when ",
                "array[",
                "((select ",
                "a[",
                "1 + (",
                "exists(select ",
                "f("
            })
    void shouldRefuseWhenSyntaxNestsTooDeep(String opening) {
        String sql = "select " + opening.repeat(5_000);
        SqlException error = assertThrows(SqlException.class, () -> Parser.parse(sql));
        assertTrue(
                error.state() == SqlState.STATEMENT_TOO_COMPLEX
                        || error.state() == SqlState.SYNTAX_ERROR,
                error.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {" + 1", " union select 1", "::int", " is null", "[1]", ".f"})
    void shouldRefuseWhenChainIsTooLong(String link) {
        String sql = "select (a)" + link.repeat(5_000);
        SqlException error = assertThrows(SqlException.class, () -> Parser.parse(sql));
        assertEquals(SqlState.STATEMENT_TOO_COMPLEX, error.state());
    }

    @Test
    void shouldTakeLongListsWhenTheyDoNotNest() {
        String conditions = " or a = 1".repeat(20_000);
        assertEquals(1, Parser.parse("select 1 where false" + conditions).size());
        String rows = ", (1, 2)".repeat(20_000);
        assertEquals(1, Parser.parse("insert into t values (0, 0)" + rows).size());
    }

    @Test
    void shouldParseAllStatementsWhenSemicolonsSeparateThem() {
        List<Statement> statements = Parser.parse(";; select 1 ;; begin; -- end\n commit ;");
        assertEquals(3, statements.size());
    }

    @Test
    void shouldCountCharactersWhenTextHasSurrogates() {
        SqlException error =
                assertThrows(SqlException.class, () -> Parser.parse("select '\uD83D\uDE00' x y"));
        assertEquals(14, error.position());
    }

    @Test
    void shouldCutIdentifiersWhenTheyExceed63Bytes() {
        Query query = (Query) Parser.parse("select " + "\u00e9".repeat(40)).getFirst();
        Query.Select select = (Query.Select) query.body();
        Expression.ColumnName name = (Expression.ColumnName) select.items().getFirst().expression();
        assertEquals("\u00e9".repeat(31), name.parts().getFirst());
    }

    @Test
    void shouldKeepTheTextWhenDefaultIsAnExpression() {
        SchemaStatement.CreateTable create =
                (SchemaStatement.CreateTable)
                        Parser.parse("create table t (a int default  1 +  (2) not null)")
                                .getFirst();
        SchemaStatement.DefaultConstraint given =
                (SchemaStatement.DefaultConstraint)
                        create.columns().getFirst().constraints().getFirst();
        assertEquals("1 +  (2)", given.text());
    }
}
