package io.omendb.postgresql;

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
 * PostgreSQL's own programs, from the archive that a dependency brings for this platform ({@code
 * postgres-OS-MACHINE.txz} at the root of its jar), and a new directory for its data. The programs
 * are unpacked once per build directory, by the system's tar, which keeps modes and links.
 *
 * <p>PostgreSQL refuses to run as root. Root therefore steps down to nobody, and since a directory
 * of root may be closed to others, what nobody needs then goes to a temporary directory that {@link
 * #close} removes.
 */
public final class PostgresHome implements AutoCloseable {
    private static final int NOBODY = 65534;
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private final Path programs;
    private final Path data;
    private final List<Path> temporary = new ArrayList<>();

    /**
     * @param target where the programs are kept, unless it is closed to whoever runs them
     */
    public PostgresHome(Path target) throws IOException, InterruptedException {
        this(target, target);
    }

    /**
     * @param target where the programs are kept
     * @param storage where the directory for the data is made; either is another one if it is
     *     closed to whoever runs the programs
     */
    public PostgresHome(Path target, Path storage) throws IOException, InterruptedException {
        Files.createDirectories(target);
        Path place = openPlace(target);
        programs = place.resolve("postgresql-18");
        if (!Files.isDirectory(programs)) {
            Path partial = Files.createTempDirectory(place, "postgresql-");
            unpack(partial);
            open(partial);
            Files.move(partial, programs, StandardCopyOption.ATOMIC_MOVE);
        }
        data =
                Files.createTempDirectory(
                        storage.equals(target) ? place : openPlace(storage), "data-");
        temporary.add(data);
        if (ROOT) {
            Files.setAttribute(data, "unix:uid", NOBODY);
            Files.setAttribute(data, "unix:gid", NOBODY);
        }
    }

    /** The directory for the data: empty at first, of the user that {@link #command} runs as. */
    public Path data() {
        return data;
    }

    /**
     * The command line of {@code program} with {@code arguments}, as a user that PostgreSQL
     * accepts.
     */
    public List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (ROOT) {
            command.addAll(
                    List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        command.add(programs.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return command;
    }

    private Path openPlace(Path wanted) throws IOException {
        if (!ROOT || isOpenToOthers(wanted)) {
            return wanted;
        }
        Path place = Files.createTempDirectory(systemTemporary(), "postgresql-");
        temporary.add(place);
        open(place);
        return place;
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

    /** TMPDIR may itself lie where only root comes. */
    private static Path systemTemporary() throws IOException {
        String named = System.getenv("TMPDIR");
        return named != null && isOpenToOthers(Path.of(named)) ? Path.of(named) : Path.of("/tmp");
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
