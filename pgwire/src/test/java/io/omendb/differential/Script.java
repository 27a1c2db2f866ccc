package io.omendb.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of statements. A statement ends with a line that ends in {@code ;} and is then a simple
 * query, of several statements where lines end in {@code \;}. A line {@code \bind A | B} ends it as
 * an extended query with these parameters ({@code \N} is NULL), {@code \binary A | B} as one with
 * binary results. {@code \data} begins what COPY FROM STDIN is given, {@code \.} ends it. Lines of
 * comment between statements are left out.
 */
record Script(String name, List<Step> steps) {
    static Script read(Path file) throws IOException {
        List<Step> steps = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        StringBuilder sql = new StringBuilder();
        int first = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (sql.isEmpty() && (line.isBlank() || line.startsWith("--"))) {
                continue;
            }
            if (line.equals("\\data")) {
                int end = i + lines.subList(i, lines.size()).indexOf("\\.");
                steps.add(steps.removeLast().withCopyData(List.copyOf(lines.subList(i + 1, end))));
                i = end;
                continue;
            }
            if (sql.isEmpty()) {
                first = i + 1;
            }
            String end = line.stripTrailing();
            if (line.startsWith("\\bind") || line.startsWith("\\binary")) {
                boolean binary = line.startsWith("\\binary");
                String values = line.substring((binary ? "\\binary" : "\\bind").length()).strip();
                steps.add(new Step(first, sql.toString(), values(values), binary, List.of()));
                sql.setLength(0);
            } else if (end.endsWith("\\;")) {
                sql.append(end, 0, end.length() - 2).append(";\n");
            } else if (end.endsWith(";")) {
                sql.append(end, 0, end.length() - 1);
                steps.add(new Step(first, sql.toString(), null, false, List.of()));
                sql.setLength(0);
            } else {
                sql.append(line).append("\n");
            }
        }
        if (!sql.isEmpty()) {
            throw new IOException(file + ": the statement of line " + first + " does not end");
        }
        return new Script(file.getFileName().toString(), List.copyOf(steps));
    }

    private static List<@Nullable String> values(String text) {
        List<@Nullable String> values = new ArrayList<>();
        if (!text.isEmpty()) {
            for (String value : text.split("\\|", -1)) {
                values.add(value.strip().equals("\\N") ? null : value.strip());
            }
        }
        return values;
    }
}
