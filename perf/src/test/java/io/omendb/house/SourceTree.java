package io.omendb.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files that people wrote, as the tests of the house see them: nothing that a build or an
 * editor left.
 */
final class SourceTree {
    private static final Set<String> SKIPPED = Set.of("target", ".git", ".idea", "node_modules");

    private final Path root;

    private SourceTree(Path root) {
        this.root = root;
    }

    /** The tree that this module lies in; Maven starts the tests of a module in its directory. */
    static SourceTree ofThisBuild() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve(".mvn"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException("not started inside the source tree");
            }
        }
        return new SourceTree(directory);
    }

    List<Path> java() {
        return files(path -> path.toString().endsWith(".java"));
    }

    List<Path> mainJava() {
        return files(
                path -> path.toString().endsWith(".java") && path.toString().contains("src/main/"));
    }

    List<Path> files(Predicate<Path> wanted) {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(Files::isRegularFile)
                    .map(root::relativize)
                    .filter(path ->
                            Stream.iterate(path, p -> p != null, Path::getParent)
                                    .noneMatch(p -> SKIPPED.contains(p.getFileName().toString())))
                    .filter(wanted)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> lines(Path relative) {
        try {
            return Files.readAllLines(root.resolve(relative), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(relative.toString(), e);
        }
    }

    void write(Path relative, List<String> lines) {
        try {
            Files.write(root.resolve(relative), lines, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(relative.toString(), e);
        }
    }

    boolean holds(String relative) {
        return Files.exists(root.resolve(relative));
    }
}
