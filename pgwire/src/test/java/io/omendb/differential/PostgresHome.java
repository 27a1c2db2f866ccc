package io.omendb.differential;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's own programs, from the archive that a test dependency brings for this platform
 * ({@code postgres-OS-MACHINE.txz} at the root of its jar), and a new directory for its data. The
 * programs are unpacked once per build directory, by the system's tar, which keeps modes and links.
 *
 * <p>PostgreSQL refuses to run as root. Root therefore steps down to nobody, and since the build
 * directory of root may be closed to others, the programs then go to a temporary directory that
 * {@link #close} removes.
 */
final class PostgresHome implements AutoCloseable {
    private static final int NOBODY = 65534;
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private final Path programs;
    private final Path data;
    private final List<Path> temporary = new ArrayList<>();

    /**
     * @param target the build directory
     */
    PostgresHome(Path target) throws IOException, InterruptedException {
        Files.createDirectories(target);
        Path place = target;
        if (ROOT && !isOpenToOthers(target)) {
            place = Files.createTempDirectory(systemTemporary(), "postgresql-");
            temporary.add(place);
            open(place);
        }
        programs = place.resolve("postgresql-18");
        if (!Files.isDirectory(programs)) {
            Path partial = Files.createTempDirectory(place, "postgresql-");
            unpack(partial);
            open(partial);
            Files.move(partial, programs, StandardCopyOption.ATOMIC_MOVE);
        }
        data = Files.createTempDirectory(place, "data-");
        temporary.add(data);
        if (ROOT) {
            Files.setAttribute(data, "unix:uid", NOBODY);
            Files.setAttribute(data, "unix:gid", NOBODY);
        }
    }

    /** The directory for the data: empty at first, of the user that {@link #command} runs as. */
    Path data() {
        return data;
    }

    /**
     * The command line of {@code program} with {@code arguments}, as a user that PostgreSQL
     * accepts.
     */
    List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (ROOT) {
            command.addAll(
                    List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        command.add(programs.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return command;
    }

    private static void unpack(Path directory) throws IOException, InterruptedException {
        String archive = "/postgres-" + system() + "-" + machine() + ".txz";
        try (InputStream packed = PostgresHome.class.getResourceAsStream(archive)) {
            if (packed == null) {
                throw new IOException(
                        "no PostgreSQL for this platform on the class path: " + archive);
            }
            Process tar =
                    new ProcessBuilder("tar", "-xf", "-", "-C", directory.toString())
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            try (OutputStream into = tar.getOutputStream();
                    XZInputStream plain = new XZInputStream(packed)) {
                plain.transferTo(into);
            }
            if (tar.waitFor() != 0) {
                throw new IOException("tar ended with status " + tar.exitValue());
            }
        }
    }

    private static boolean isOpenToOthers(Path directory) throws IOException {
        for (Path at = directory.toRealPath(); at != null; at = at.getParent()) {
            if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }

    private static void open(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path systemTemporary() {
        String named = System.getenv("TMPDIR");
        return Path.of(named == null ? "/tmp" : named);
    }

    private static String system() {
        return property("os.name").startsWith("mac") ? "darwin" : "linux";
    }

    private static String machine() {
        return switch (property("os.arch")) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> property("os.arch");
        };
    }

    private static String property(String name) {
        return System.getProperty(name).toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() throws IOException {
        for (Path directory : temporary.reversed()) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
