package io.omendb.pgwire.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omendb.pgwire.testing.WireWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Conversations in {@code src/test/resources/scripts}: {@code >} lines are sent together, {@code <}
 * lines are all that the server says to them, {@code !} lines are what the backend saw since the
 * last such line. {@code #} starts a comment.
 */
class GoldenScriptTest {
    @TestFactory
    List<DynamicTest> shouldAnswerAsInScript() throws IOException {
        try (Stream<Path> scripts = Files.list(Path.of("src/test/resources/scripts"))) {
            return scripts.sorted()
                    .map(script ->
                            DynamicTest.dynamicTest(
                                    script.getFileName().toString(),
                                    () -> run(Files.readAllLines(script))))
                    .toList();
        }
    }

    private static void run(List<String> lines) {
        try (WireWorld world = new WireWorld()) {
            WireWorld.TestClient client = world.session();
            List<String> actual = new ArrayList<>();
            int i = 0;
            while (i < lines.size()) {
                String line = lines.get(i);
                if (line.startsWith(">")) {
                    client.send(line.substring(2));
                    actual.add(line);
                    i++;
                    if (i == lines.size() || !lines.get(i).startsWith(">")) {
                        client.receive().forEach(said -> actual.add("< " + said));
                    }
                } else if (line.startsWith("<")) {
                    i++;
                } else if (line.startsWith("!")) {
                    actual.add("! " + String.join(", ", world.backend.events));
                    world.backend.events.clear();
                    i++;
                } else {
                    actual.add(line);
                    i++;
                }
            }
            assertEquals(String.join("\n", lines), String.join("\n", actual));
        }
    }
}
