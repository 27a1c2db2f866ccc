package io.omendb.sql.expr;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.omendb.sql.error.SqlException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Each line of golden.txt is an expression with PostgreSQL's answer. */
final class GoldenExpressionsTest {
    private static List<String> lines() throws IOException {
        try (InputStream in = GoldenExpressionsTest.class.getResourceAsStream("golden.txt")) {
            assertNotNull(in);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static String answer(String expression) {
        try {
            return new ExpressionReader(new TestSession()).value(expression);
        } catch (SqlException e) {
            return e.state().code() + " " + e.message();
        }
    }

    @Test
    void shouldAnswerLikePostgres() throws IOException {
        List<Executable> checks = new ArrayList<>();
        for (String line : lines()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int arrow = line.indexOf(" =>");
            String expression = line.substring(0, arrow);
            String expected = line.length() > arrow + 4 ? line.substring(arrow + 4) : "";
            checks.add(() -> assertEquals(expected, answer(expression), expression));
        }
        assertAll(checks);
    }
}
