package io.omendb.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The file of the differences that we mean to keep, each with its reason and with what either
 * server says, and of how many statements of a script the language lacks. An entry that no longer
 * holds is an error.
 */
final class AcceptedDifferences {
    private final Set<Difference> accepted = new HashSet<>();
    private final Set<Difference> seen = new HashSet<>();
    private final Map<String, Integer> lacking = new HashMap<>();

    static AcceptedDifferences read(Path file) throws IOException {
        AcceptedDifferences result = new AcceptedDifferences();
        for (String block : Files.readString(file).split("\n\\s*\n")) {
            Map<String, String> fields = new HashMap<>();
            for (String line : block.strip().lines().toList()) {
                if (!line.startsWith("#")) {
                    int colon = line.indexOf(": ");
                    fields.put(line.substring(0, colon), line.substring(colon + 2));
                }
            }
            if (fields.containsKey("lacking")) {
                result.lacking.put(fields.get("script"), Integer.parseInt(fields.get("lacking")));
            } else if (!fields.isEmpty()) {
                result.accepted.add(
                        new Difference(
                                field(fields, "script"),
                                field(fields, "statement"),
                                field(fields, "postgresql"),
                                field(fields, "omendb")));
                field(fields, "reason");
            }
        }
        return result;
    }

    private static String field(Map<String, String> fields, String name) throws IOException {
        String value = fields.get(name);
        if (value == null || value.isBlank()) {
            throw new IOException("an accepted difference has no " + name + ": " + fields);
        }
        return value;
    }

    boolean accepts(Difference difference) {
        return accepted.contains(difference) && (seen.add(difference) || true);
    }

    /** How many statements of {@code script} are expected to be answered with 0A000. */
    int lacking(String script) {
        return lacking.getOrDefault(script, 0);
    }

    /** The entries of {@code script} that nothing matched. */
    List<Difference> stale(String script) {
        List<Difference> stale = new ArrayList<>(accepted);
        stale.removeIf(
                difference -> seen.contains(difference) || !difference.script().equals(script));
        return stale;
    }
}
