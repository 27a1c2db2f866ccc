package io.omendb.differential;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a server said to one request, a line per message. */
final class Answer {
    private final List<String> lines = new ArrayList<>();
    private final List<Integer> rowLines = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();
    private @Nullable Map<Character, String> error;

    void add(String line) {
        lines.add(line);
    }

    void addRow(String line, List<String> values) {
        rows.add(values);
        rowLines.add(lines.size());
        lines.add(line);
    }

    void addError(Map<Character, String> fields) {
        if (error == null) {
            error = fields;
        }
        lines.add("error " + WireClient.describe(fields));
    }

    /** The first error's fields by their letters, null if there was none. */
    @Nullable Map<Character, String> error() {
        return error;
    }

    /** The first error's SQLSTATE, empty if there was none. */
    String sqlState() {
        return error == null ? "" : error.getOrDefault('C', "");
    }

    /** The line about the state of the transaction at the end, empty if none came. */
    String status() {
        String last = lines.isEmpty() ? "" : lines.getLast();
        return last.startsWith("status ") ? last : "";
    }

    /**
     * The lines; the rows in one order where the statement leaves it open. An error makes the
     * descriptions before it moot: whether they went out depends on when it was found.
     */
    List<String> lines(boolean ordered) {
        List<String> result = new ArrayList<>(lines);
        if (error != null && rowLines.isEmpty()) {
            result.removeIf(line -> line.startsWith("columns") || line.startsWith("parameters"));
        }
        if (!ordered) {
            List<String> rows = new ArrayList<>();
            rowLines.forEach(i -> rows.add(lines.get(i)));
            Collections.sort(rows);
            for (int i = 0; i < rows.size(); i++) {
                result.set(rowLines.get(i), rows.get(i));
            }
        }
        return result;
    }

    /** The values of the rows, NULL as {@link WireClient#NULL}. */
    List<List<String>> values() {
        return rows;
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
