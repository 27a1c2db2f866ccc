package io.omendb.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omendb.sql.function.FunctionRegistry;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * The scripts of {@code scripts/} on both servers: rows, names and types of columns, parameters,
 * tags, errors with all their fields, notices and the state of the transaction have to be the same.
 */
@Timeout(120)
class ScriptDifferentialTest extends OnBothServers {
    /** Narrows the run to the scripts whose names contain this. */
    private static final String ONLY = System.getProperty("omendb.differential.script", "");

    private static final String NOT_SUPPORTED = "0A000";
    private static final String UNDEFINED_FUNCTION = "42883";

    private static final Pattern FUNCTION =
            Pattern.compile("^function (?:pg_catalog\\.)?([a-z0-9_]+)\\(");

    @TestFactory
    Stream<DynamicTest> shouldAnswerAsPostgresql() throws IOException, URISyntaxException {
        Path resources =
                Path.of(
                        Objects.requireNonNull(
                                        ScriptDifferentialTest.class.getResource("accepted.txt"))
                                .toURI());
        AcceptedDifferences accepted = AcceptedDifferences.read(resources);
        List<Path> files;
        try (Stream<Path> list = Files.list(resources.resolveSibling("scripts"))) {
            files =
                    list.filter(file -> file.getFileName().toString().contains(ONLY))
                            .sorted()
                            .toList();
        }
        return files.stream()
                .map(file ->
                        DynamicTest.dynamicTest(
                                file.getFileName().toString(),
                                () -> compare(Script.read(file), accepted)));
    }

    /**
     * Whether the statement, or a function in it, is not there yet and is named as such. A function
     * that is there for other arguments does not count: it may have been looked up wrongly.
     */
    private static boolean isLacking(Answer expected, Answer actual) {
        return switch (actual.sqlState()) {
            case NOT_SUPPORTED -> true;
            case UNDEFINED_FUNCTION -> expected.error() == null && namesNoFunction(actual);
            default -> false;
        };
    }

    private static boolean namesNoFunction(Answer answer) {
        Map<Character, String> error = answer.error();
        Matcher named = FUNCTION.matcher(error == null ? "" : error.getOrDefault('M', ""));
        FunctionRegistry registry = FunctionRegistry.standard();
        return named.find()
                && !registry.hasFunction(named.group(1))
                && !registry.hasAggregate(named.group(1))
                && !registry.hasSetFunction(named.group(1));
    }

    /** Whether one of the two is within a transaction block that the other is not in. */
    private static boolean inDifferentStates(Answer expected, Answer actual) {
        return !expected.status().equals(actual.status());
    }

    private static void compare(Script script, AcceptedDifferences accepted) throws IOException {
        List<String> differing = new ArrayList<>();
        int lacking = 0;
        try (WireClient postgres = servers().connectPostgres();
                WireClient omendb = servers().connectOmendb()) {
            for (Step step : script.steps()) {
                Answer expected = step.run(postgres);
                Answer actual = step.run(omendb);
                if (expected.lines(step.ordered()).equals(actual.lines(step.ordered()))) {
                    continue;
                }
                Difference difference = Difference.between(script.name(), step, expected, actual);
                if (accepted.accepts(difference)) {
                    continue;
                }
                if (isLacking(expected, actual)) {
                    lacking++;
                    if (inDifferentStates(expected, actual)) {
                        // What follows would differ for this statement's sake.
                        postgres.simple("rollback", List.of());
                        omendb.simple("rollback", List.of());
                    }
                    System.out.println(
                            script.name()
                                    + ": not there yet: "
                                    + step.title()
                                    + ": "
                                    + difference.omendb());
                } else {
                    differing.add(difference.asEntry("line " + step.line()));
                }
            }
        }
        accepted.stale(script.name())
                .forEach(entry -> differing.add(entry.asEntry("no longer differs")));
        System.out.println(
                script.name()
                        + ": "
                        + script.steps().size()
                        + " statements, "
                        + lacking
                        + " not there yet");
        assertEquals("", String.join("\n", differing));
        assertEquals(accepted.lacking(script.name()), lacking, "statements that are not there yet");
    }
}
