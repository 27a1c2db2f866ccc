package io.omendb.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.omendb.engine.catalog.SystemSchema;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.function.FunctionRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * That docs/sql.md is true: its lists are those of the source, its examples run, and what it calls
 * refused is refused in these words. A block of the document is named by the comment above its
 * fence. Run with {@code -Domendb.documents=write}, the lists of the source and the answers are put
 * there.
 */
@Timeout(60)
final class SqlDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/sql.md");
    private static final int WIDTH = 110;

    @TempDir Path directory;

    @Test
    void shouldListFunctionsOperatorsAndAggregates() throws IOException {
        FunctionRegistry registry = FunctionRegistry.standard();
        check("functions", wrap(registry.functionNames()));
        check("aggregates", wrap(registry.aggregateNames()));
        check("window functions", wrap(registry.placeFunctionNames()));
        check("operators", wrap(registry.operatorSymbols()));
    }

    @Test
    void shouldListSystemTables() throws IOException {
        List<String> names =
                SystemSchema.tables().stream()
                        .map(table -> table.definition().schema() + "." + table.definition().name())
                        .sorted()
                        .toList();
        check("system tables", wrap(names));
    }

    @Test
    void shouldListSettingsWithDefaultsAndKinds() throws IOException {
        List<String> lines = new ArrayList<>();
        for (SettingDefinition setting : SettingDefinition.ALL) {
            String line =
                    String.format(
                            Locale.ROOT,
                            "%-30s %-17s %s",
                            setting.name(),
                            setting.defaultValue(),
                            values(setting));
            lines.add(line.stripTrailing());
        }
        check("settings", lines);
    }

    private static String values(SettingDefinition setting) {
        List<String> choices = setting.choices().stream().sorted().toList();
        return switch (setting.kind()) {
            case BOOLEAN -> "on, off";
            case CHOICE -> String.join(", ", choices);
            case ALIKE ->
                    choices.size() == 1
                            ? "no other"
                            : String.join(", ", choices) + " (all the same here)";
            case INTEGER -> setting.min() + " to " + setting.max();
            case DURATION ->
                    setting.max() == 0 ? "0 only" : "a time: 500, 500ms, 2s, 1min; 0 is none";
            case TEXT -> "any text";
            case TIME_ZONE -> "a name of the tz database, or UTC";
            case DATE_STYLE -> "ISO with MDY or DMY";
            case FIXED -> "SHOW only";
        };
    }

    @Test
    void shouldRunItsExamples() throws IOException {
        try (Database database = Database.open(directory);
                Connection connection = database.connect()) {
            for (String line : block("examples")) {
                try {
                    connection.execute(line);
                } catch (SqlException e) {
                    fail(line + ": " + e.state().code() + " " + e.message());
                }
            }
        }
    }

    @Test
    void shouldRefuseInTheWordsOfTheDocument() throws IOException {
        List<String> actual = new ArrayList<>();
        try (Database database = Database.open(directory);
                Connection connection = database.connect()) {
            connection.execute("create table t (a int primary key, b int, c text)");
            for (String line : block("refused")) {
                String statement = line.substring(0, line.indexOf(" -- "));
                String answer = "runs";
                try {
                    connection.execute(statement);
                } catch (SqlException e) {
                    boolean isRefusal = e.state() == SqlState.FEATURE_NOT_SUPPORTED;
                    answer = isRefusal ? e.message() : e.state().code() + " " + e.message();
                }
                actual.add(statement + " -- " + answer);
            }
        }
        check("refused", actual);
    }

    private static void check(String name, List<String> expected) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(DOCUMENT));
        List<String> block = block(lines, name);
        if ("write".equals(System.getProperty("omendb.documents"))) {
            block.clear();
            block.addAll(expected);
            Files.writeString(DOCUMENT, String.join("\n", lines) + "\n");
        } else {
            assertEquals(String.join("\n", expected), String.join("\n", block), name);
        }
    }

    private static List<String> block(String name) throws IOException {
        return block(Files.readAllLines(DOCUMENT), name);
    }

    private static List<String> block(List<String> lines, String name) {
        int mark = lines.indexOf("<!-- " + name + " -->");
        if (mark < 0) {
            fail(DOCUMENT + " has no block of " + name);
        }
        int end = mark + 2;
        while (!lines.get(end).equals("```")) {
            end++;
        }
        return lines.subList(mark + 2, end);
    }

    private static List<String> wrap(List<String> words) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
