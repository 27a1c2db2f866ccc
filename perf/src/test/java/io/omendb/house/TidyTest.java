package io.omendb.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What the house asks of its files and no tool of the build looks at. A failure lists every place.
 */
class TidyTest {
    private static final int LINE_LENGTH_MAX = 120;
    private static final int FILE_LINES_MAX = 600;

    /**
     * Files that are longer than a class should be, and how long each may be: the number only
     * falls.
     */
    private static final Path RATCHET = Path.of("perf/src/test/resources/largest-files.txt");

    /** Written in parts, so that this file does not hold what it looks for. */
    private static final Pattern UNFINISHED =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b");

    private static final Pattern SOMEONES_PATH =
            Pattern.compile("(?<![\\w.*}])/(work|root|Us" + "ers|home/(?!linuxbrew))(/|\\b)");
    private static final Pattern VAGUE_NAME =
            Pattern.compile(
                    "\\b(?:class|interface|record|enum)\\s+(\\w*(?:Manager|Helper|Utils?|Impl|Common|V2))\\b");
    private static final Pattern SLEEP =
            Pattern.compile("\\b(Thread\\.sle" + "ep|TimeUnit\\.\\w+\\.sle" + "ep)\\b");
    private static final Pattern LINK =
            Pattern.compile("\\]\\((?!https?:|#|mailto:)([^)#\\s]+)[^)]*\\)");

    private final SourceTree tree = SourceTree.ofThisBuild();

    @Test
    void shouldKeepLinesShort() {
        List<String> places = new ArrayList<>();
        everyLine(
                tree.files(TidyTest::isSource),
                (place, line) -> {
                    int length = line.codePointCount(0, line.length());
                    if (length > LINE_LENGTH_MAX) {
                        places.add(place + ": " + length + " columns");
                    }
                });
        assertNone(places, "lines longer than " + LINE_LENGTH_MAX + " columns");
    }

    @Test
    void shouldHaveNoTabsAndNoTrailingBlanks() {
        List<String> places = new ArrayList<>();
        everyLine(
                tree.files(TidyTest::isSource),
                (place, line) -> {
                    if (line.indexOf('\t') >= 0 || line.endsWith(" ")) {
                        places.add(place);
                    }
                });
        assertNone(places, "lines with a tab or a blank at the end");
    }

    @Test
    void shouldMarkEveryPackageAsNullMarked() {
        var packages =
                tree.mainJava().stream()
                        .map(Path::getParent)
                        .collect(Collectors.toCollection(TreeSet::new));
        List<String> places =
                packages.stream()
                        .map(directory -> directory.resolve("package-info.java"))
                        .filter(file ->
                                !tree.holds(file.toString())
                                        || tree.lines(file).stream()
                                                .noneMatch(line ->
                                                        line.startsWith("@NullMarked")
                                                                || line.startsWith(
                                                                        "@org.jspecify.annotations.NullMarked")))
                        .map(Path::toString)
                        .toList();
        assertNone(places, "packages without a package-info that says @NullMarked");
    }

    @Test
    void shouldLeaveNothingMarkedAsUnfinished() {
        assertNone(matches(tree.files(TidyTest::isSource), UNFINISHED), "marks of unfinished work");
    }

    @Test
    void shouldNameNoPathOfSomeonesMachine() {
        assertNone(matches(tree.files(TidyTest::isSource), SOMEONES_PATH), "paths of one machine");
    }

    @Test
    void shouldNameTypesByTheirRole() {
        assertNone(matches(tree.java(), VAGUE_NAME), "names that say no role");
    }

    /**
     * Programs that measure, which lie beside the tests for the package's sake, may run for a time.
     */
    @Test
    void shouldNotWaitByTheClockInTests() {
        List<Path> tests =
                tree.files(path ->
                        path.toString().endsWith(".java")
                                && path.toString().contains("src/test/")
                                && tree.lines(path).stream()
                                        .noneMatch(line -> line.contains("static void main(")));
        assertNone(matches(tests, SLEEP), "sleeps in tests");
    }

    @Test
    void shouldLinkFromDocumentsToWhatIsThere() {
        List<String> places = new ArrayList<>();
        for (Path document : tree.files(path -> path.toString().endsWith(".md"))) {
            Path directory = document.getParent() == null ? Path.of("") : document.getParent();
            everyLine(
                    List.of(document),
                    (place, line) -> {
                        Matcher link = LINK.matcher(line);
                        while (link.find()) {
                            if (!tree.holds(
                                    directory.resolve(link.group(1)).normalize().toString())) {
                                places.add(place + ": " + link.group(1));
                            }
                        }
                    });
        }
        assertNone(places, "links that lead nowhere");
    }

    @Test
    void shouldNotLetTheLargestFilesGrow() {
        Map<String, Integer> allowed = new HashMap<>();
        for (String line : tree.lines(RATCHET)) {
            if (!line.startsWith("#") && !line.isBlank()) {
                String[] words = line.split(" ", 2);
                allowed.put(words[1], Integer.valueOf(words[0]));
            }
        }
        List<String> places = new ArrayList<>();
        for (Path file : tree.java()) {
            int lines = tree.lines(file).size();
            Integer ceiling = allowed.remove(file.toString());
            if (ceiling == null && lines > FILE_LINES_MAX) {
                places.add(
                        file
                                + ": "
                                + lines
                                + " lines, more than "
                                + FILE_LINES_MAX
                                + ": look for a second noun");
            } else if (ceiling != null && lines > ceiling) {
                places.add(file + ": grew from " + ceiling + " to " + lines + " lines");
            } else if (ceiling != null && lines <= FILE_LINES_MAX) {
                places.add(file + ": " + lines + " lines, take it from " + RATCHET);
            }
        }
        allowed.keySet().forEach(file -> places.add(file + ": gone, take it from " + RATCHET));
        assertNone(places, "files against the ratchet");
    }

    private static boolean isSource(Path path) {
        String name = path.getFileName().toString();
        return name.endsWith(".java")
                || name.endsWith(".sh")
                || name.endsWith(".js")
                || name.endsWith(".mjs")
                || name.equals("pom.xml")
                || path.equals(Path.of("scripts/omendb"))
                || path.equals(Path.of("scripts/test"))
                || path.equals(Path.of(".ci/run"));
    }

    private List<String> matches(List<Path> files, Pattern pattern) {
        List<String> places = new ArrayList<>();
        everyLine(
                files,
                (place, line) -> {
                    Matcher matcher = pattern.matcher(line);
                    if (matcher.find()) {
                        places.add(place + ": " + matcher.group());
                    }
                });
        return places;
    }

    private void everyLine(List<Path> files, BiConsumer<String, String> visitor) {
        for (Path file : files) {
            List<String> lines = tree.lines(file);
            for (int i = 0; i < lines.size(); i++) {
                visitor.accept(file + ":" + (i + 1), lines.get(i));
            }
        }
    }

    private static void assertNone(List<String> places, String what) {
        assertEquals("", String.join("\n", places), () -> places.size() + " " + what);
    }
}
