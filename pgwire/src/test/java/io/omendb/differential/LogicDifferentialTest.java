package io.omendb.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * SQLite's sqllogictest corpus, the first records of every file; {@code
 * -Domendb.logictest.records=N} takes more. Where the record and OmenDB disagree, PostgreSQL is
 * asked, and what it answers is right.
 */
class LogicDifferentialTest extends OnBothServers {
    private static final Path CORPUS =
            Path.of(
                    System.getProperty(
                            "omendb.logictest.corpus",
                            Path.of(
                                            System.getProperty("omendb.root", ".."),
                                            "..",
                                            "shared",
                                            "sqllogictest")
                                    .toString()));
    private static final int RECORDS = Integer.getInteger("omendb.logictest.records", 250);
    private static final String ONLY = System.getProperty("omendb.logictest.file", "");
    private static final int SHOWN_MAX = 20;

    @TestFactory
    Stream<DynamicTest> shouldAnswerAsRecorded() throws IOException {
        if (!"true".equals(System.getenv("CI"))) {
            assumeTrue(Files.isDirectory(CORPUS), () -> "no sqllogictest corpus in " + CORPUS);
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(CORPUS)) {
            files =
                    walk.filter(file ->
                                    file.toString().endsWith(".test")
                                            && file.toString().contains(ONLY))
                            .sorted()
                            .toList();
        }
        assertFalse(files.isEmpty(), () -> "no sqllogictest files below " + CORPUS);
        return files.stream()
                .map(file -> {
                    String name = CORPUS.relativize(file).toString();
                    return DynamicTest.dynamicTest(
                            name, () -> new Run(name).run(LogicRecord.read(file, RECORDS)));
                });
    }

    /** One file on two new connections, with its counts. */
    private static final class Run {
        private final String name;
        private final List<String> failures = new ArrayList<>();
        private final Set<String> lackingNames = new HashSet<>();
        private int passed;
        private int asPostgresql;
        private int lacking;

        Run(String name) {
            this.name = name;
        }

        void run(List<LogicRecord> records) throws IOException {
            try (WireClient postgres = servers().connectPostgres();
                    WireClient omendb = servers().connectOmendb()) {
                for (LogicRecord record : records) {
                    if (record.types() == null) {
                        statement(record, postgres, omendb);
                    } else {
                        query(record, postgres, omendb);
                    }
                }
                dropTables(postgres);
                dropTables(omendb);
            }
            System.out.println(
                    name
                            + ": "
                            + records.size()
                            + " records, "
                            + passed
                            + " as recorded, "
                            + asPostgresql
                            + " as PostgreSQL answers, "
                            + lacking
                            + " not there yet, "
                            + failures.size()
                            + " wrong");
            assertEquals(
                    "",
                    String.join("\n", failures.subList(0, Math.min(SHOWN_MAX, failures.size()))));
        }

        private void statement(LogicRecord record, WireClient postgres, WireClient omendb)
                throws IOException {
            Answer expected = postgres.simple(record.sql(), List.of());
            Answer actual = omendb.simple(record.sql(), List.of());
            if (record.succeeds() == (actual.error() == null)) {
                passed++;
            } else if (lacks(record, actual)) {
                lacking++;
            } else if (actual.sqlState().equals(expected.sqlState())) {
                asPostgresql++;
            } else {
                fail(record, expected.toString(), actual.toString());
            }
        }

        private void query(LogicRecord record, WireClient postgres, WireClient omendb)
                throws IOException {
            Answer actual = omendb.simple(record.sql(), List.of());
            List<String> values = LogicResult.values(record, actual.values());
            if (actual.error() == null && LogicResult.matches(record, values)) {
                passed++;
                return;
            }
            if (lacks(record, actual)) {
                lacking++;
                return;
            }
            Answer expected = postgres.simple(record.sql(), List.of());
            List<String> expectedValues = LogicResult.values(record, expected.values());
            if (expected.sqlState().equals(actual.sqlState()) && expectedValues.equals(values)) {
                asPostgresql++;
            } else {
                fail(
                        record,
                        expected.sqlState() + expectedValues,
                        actual.error() == null ? values.toString() : actual.toString());
            }
        }

        private boolean lacks(LogicRecord record, Answer actual) {
            String sql = record.sql().toLowerCase(Locale.ROOT);
            if (actual.sqlState().equals("0A000")) {
                String[] words = sql.split("\\s+");
                if (words[0].equals("create")) {
                    lackingNames.add(words[2]);
                }
                return true;
            }
            return actual.error() != null && lackingNames.stream().anyMatch(sql::contains);
        }

        private void fail(LogicRecord record, String expected, String actual) {
            failures.add(
                    "line "
                            + record.line()
                            + ": "
                            + record.sql().replace("\n", " ")
                            + "\n  postgresql: "
                            + shorten(expected)
                            + "\n  omendb: "
                            + shorten(actual));
        }

        private static String shorten(String text) {
            return text.length() > 600 ? text.substring(0, 600) + "..." : text;
        }
    }

    private static void dropTables(WireClient client) throws IOException {
        Answer tables =
                client.simple(
                        "select relname from pg_class where relnamespace = 2200 and relkind = 'r'",
                        List.of());
        for (List<String> row : tables.values()) {
            Answer dropped = client.simple("drop table " + row.getFirst() + " cascade", List.of());
            if (dropped.error() != null) {
                throw new IOException("cannot drop " + row.getFirst() + ": " + dropped);
            }
        }
    }
}
