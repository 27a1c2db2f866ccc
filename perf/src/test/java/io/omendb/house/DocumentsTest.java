package io.omendb.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The documents say what the source says: the drawings of the formats, and the names of the
 * threads.
 *
 * <p>In {@code docs/format.md} the line {@code <!-- NameLayout -->} stands before the fenced
 * drawing of that class. Run with {@code -Domendb.documents=write}, the first test puts the
 * drawings of the source there.
 */
class DocumentsTest {
    private static final Path FORMAT = Path.of("docs/format.md");
    private static final Path THREADS = Path.of("docs/threads.md");
    private static final String FENCE = "```";
    private static final Pattern MARK = Pattern.compile("<!-- (\\w+Layout) -->");
    private static final Pattern THREAD_CLASS =
            Pattern.compile("^(?:/\\*\\*| \\*) Thread: ([a-z][A-Za-z ]*)\\.");

    private final SourceTree tree = SourceTree.ofThisBuild();

    @Test
    void shouldDrawEachLayoutAsItsClassDoes() {
        Map<String, List<String>> drawings = drawings();
        List<String> expected = new ArrayList<>();
        List<String> actual = tree.lines(FORMAT);
        for (int i = 0; i < actual.size(); i++) {
            expected.add(actual.get(i));
            Matcher mark = MARK.matcher(actual.get(i));
            if (mark.matches()) {
                List<String> drawing = drawings.remove(mark.group(1));
                expected.add(FENCE);
                expected.addAll(drawing == null ? List.of("there is no such class") : drawing);
                expected.add(FENCE);
                i = endOfFence(actual, i);
            }
        }
        drawings.forEach((name, drawing) -> {
            expected.addAll(List.of("", "<!-- " + name + " -->", FENCE));
            expected.addAll(drawing);
            expected.add(FENCE);
        });
        if ("write".equals(System.getProperty("omendb.documents"))) {
            tree.write(FORMAT, expected);
        } else {
            assertEquals(String.join("\n", expected), String.join("\n", actual));
        }
    }

    @Test
    void shouldNameEachThreadThatOwnsAClass() {
        String document = String.join("\n", tree.lines(THREADS)).toLowerCase(Locale.ROOT);
        List<String> missing = new ArrayList<>();
        for (Path file : tree.mainJava()) {
            for (String line : tree.lines(file)) {
                Matcher thread = THREAD_CLASS.matcher(line);
                if (thread.find()
                        && !document.contains("| " + thread.group(1).toLowerCase(Locale.ROOT))) {
                    missing.add(
                            file + ": " + thread.group(1) + " is not in the table of " + THREADS);
                }
            }
        }
        assertEquals("", String.join("\n", missing));
    }

    /** The first preformatted block in the Javadoc of each layout, without the margin. */
    private Map<String, List<String>> drawings() {
        Map<String, List<String>> drawings = new TreeMap<>();
        for (Path file : tree.mainJava()) {
            String name = file.getFileName().toString().replace(".java", "");
            if (name.endsWith("Layout")) {
                List<String> lines = tree.lines(file);
                int begin = lines.indexOf(" * <pre>");
                int end = lines.indexOf(" * </pre>");
                drawings.put(
                        name,
                        begin < 0 || end < begin
                                ? List.of("the class has no drawing")
                                : lines.subList(begin + 1, end).stream()
                                        .map(line ->
                                                line.replaceFirst("^ \\* ?", "")
                                                        .replaceAll("\\{@link (\\w+)\\}", "$1"))
                                        .toList());
            }
        }
        return drawings;
    }

    /**
     * The last line of the fenced block that begins behind a mark, or the mark's own if none does.
     */
    private static int endOfFence(List<String> lines, int mark) {
        int line = mark + 1;
        if (line == lines.size() || !lines.get(line).equals(FENCE)) {
            return mark;
        }
        do {
            line++;
        } while (line < lines.size() && !lines.get(line).equals(FENCE));
        return line;
    }
}
