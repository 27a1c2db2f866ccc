package io.omendb.perf.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Which state of the source was measured, as git knows it. */
final class SourceCommit {
    private static final String UNKNOWN = "unknown";

    private SourceCommit() {}

    /**
     * The commit's number, with a + behind it if files that git tracks were changed since; the
     * results of earlier runs do not count.
     */
    static String read() throws IOException, InterruptedException {
        String commit = git("rev-parse", "HEAD");
        if (commit.equals(UNKNOWN)) {
            return UNKNOWN;
        }
        String changed =
                git(
                        "status",
                        "--porcelain",
                        "--untracked-files=no",
                        "--",
                        ".",
                        ":(exclude)docs/results");
        return commit + (changed.isEmpty() ? "" : "+");
    }

    private static String git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process git;
        try {
            git =
                    new ProcessBuilder(command)
                            .directory(new File(System.getProperty("omendb.root", ".")))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException notInstalled) {
            return UNKNOWN;
        }
        String said =
                new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return git.waitFor() == 0 ? said : UNKNOWN;
    }
}
