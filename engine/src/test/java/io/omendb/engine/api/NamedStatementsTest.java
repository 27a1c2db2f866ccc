package io.omendb.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names that a session keeps for prepared statements. */
class NamedStatementsTest {
    @TempDir Path directory;

    @Test
    void shouldRefuseMoreNamesThanASessionKeeps() {
        try (Database database = Database.open(directory);
                Session session = database.connect(SessionOptions.DEFAULT, () -> {}, false)) {
            NamedStatements names = session.statements();
            for (int i = 0; i < NamedStatements.COUNT_MAX; i++) {
                names.keep("s" + i, "", null);
            }
            SqlException refused =
                    assertThrows(SqlException.class, () -> names.keep("one more", "", null));
            assertEquals(SqlState.CONFIGURATION_LIMIT_EXCEEDED, refused.state());
            names.drop("s7");
            names.keep("one more", "", null);
        }
    }
}
