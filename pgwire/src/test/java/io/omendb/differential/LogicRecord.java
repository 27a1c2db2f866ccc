package io.omendb.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record of a sqllogictest file, as written at <a
 * href="https://sqlite.org/sqllogictest/doc/trunk/about.wiki">about sqllogictest</a>.
 *
 * @param types a letter per column (I integer, R real, T text), null for a statement
 * @param sort nosort, rowsort or valuesort
 * @param succeeds whether a statement is to succeed
 * @param expected the values, or the one line that counts and hashes them
 */
record LogicRecord(
        int line,
        String sql,
        @Nullable String types,
        String sort,
        boolean succeeds,
        List<String> expected) {
    private static final String ENGINE = "postgresql";

    /**
     * The records of {@code file} that are meant for PostgreSQL, the first {@code limit} of them.
     */
    static List<LogicRecord> read(Path file, int limit) throws IOException {
        List<LogicRecord> records = new ArrayList<>();
        List<String> block = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i <= lines.size() && records.size() < limit; i++) {
            String line = i < lines.size() ? lines.get(i) : "";
            if (!line.isEmpty()) {
                if (!line.startsWith("#")) {
                    block.add(line);
                }
                continue;
            }
            if (!skips(block)) {
                if (!block.isEmpty() && block.getFirst().startsWith("halt")) {
                    break;
                }
                LogicRecord record = parse(block, i - block.size() + 1);
                if (record != null) {
                    records.add(record);
                }
            }
            block.clear();
        }
        return records;
    }

    /**
     * Whether the conditions that {@code block} begins with leave PostgreSQL out; takes them off
     * otherwise.
     */
    private static boolean skips(List<String> block) {
        while (!block.isEmpty()
                && (block.getFirst().startsWith("skipif")
                        || block.getFirst().startsWith("onlyif"))) {
            String[] condition = block.removeFirst().split("\\s+");
            if (condition[0].equals("skipif") == condition[1].equals(ENGINE)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable LogicRecord parse(List<String> block, int line) throws IOException {
        if (block.isEmpty()) {
            return null;
        }
        String[] head = block.getFirst().split("\\s+");
        return switch (head[0]) {
            case "hash-threshold" -> null;
            case "statement" ->
                    new LogicRecord(
                            line,
                            String.join("\n", block.subList(1, block.size())),
                            null,
                            "nosort",
                            head[1].equals("ok"),
                            List.of());
            case "query" -> {
                int rule = block.indexOf("----");
                int end = rule < 0 ? block.size() : rule;
                yield new LogicRecord(
                        line,
                        String.join("\n", block.subList(1, end)),
                        head[1],
                        head.length > 2 ? head[2] : "nosort",
                        true,
                        List.copyOf(block.subList(Math.min(end + 1, block.size()), block.size())));
            }
            default ->
                    throw new IOException(
                            "line " + line + ": unknown record " + Arrays.toString(head));
        };
    }
}
