package io.omendb.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A file of statements and what each gives: lines that start with {@code > } are a statement, those
 * after it up to an empty line what is expected. Lines that start with {@code #} are remarks.
 */
public final class GoldenScript {
    private GoldenScript() {}

    /** Returns the file as it would be if all expectations were what the function gives. */
    public static String rerun(String text, Function<String, List<String>> function) {
        StringBuilder out = new StringBuilder();
        StringBuilder statement = new StringBuilder();
        for (String line : (text + "\n\n").split("\n", -1)) {
            if (line.startsWith("> ")) {
                statement.append(statement.isEmpty() ? "" : "\n").append(line.substring(2));
                out.append(line).append('\n');
            } else if (line.startsWith("#")) {
                out.append(line).append('\n');
            } else if (line.isEmpty() && !statement.isEmpty()) {
                List<String> lines = new ArrayList<>(function.apply(statement.toString()));
                lines.forEach(result -> out.append(result.replace("\n", "\\n")).append('\n'));
                out.append('\n');
                statement.setLength(0);
            } else if (line.isEmpty() && !out.isEmpty() && !out.toString().endsWith("\n\n")) {
                out.append('\n');
            }
        }
        return out.toString().strip() + "\n";
    }

    /** Reads a file beside the tests. */
    public static String read(String name) {
        try (InputStream in = GoldenScript.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new AssertionError(name + " is not there");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
