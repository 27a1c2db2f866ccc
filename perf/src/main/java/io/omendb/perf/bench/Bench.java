package io.omendb.perf.bench;

import io.omendb.perf.bench.result.Figures;
import io.omendb.perf.bench.result.Role;
import io.omendb.perf.bench.side.DuckDbSide;
import io.omendb.perf.bench.side.H2Side;
import io.omendb.perf.bench.side.OmendbEmbeddedSide;
import io.omendb.perf.bench.side.OmendbServerSide;
import io.omendb.perf.bench.side.PostgresSide;
import io.omendb.perf.bench.side.Side;
import io.omendb.perf.bench.side.SqliteSide;
import io.omendb.perf.bench.side.WireSide;
import io.omendb.perf.site.ProgressLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a workload is measured with: its options, a directory of its own, the sides that it opens,
 * where its figures go. Closing it ends the sides.
 */
final class Bench implements AutoCloseable {
    /** What ours is called in a process with its client, and as a server. */
    static final String OURS = "omendb";

    private final BenchOptions options;
    private final Set<SideName> rivals;
    private final Path directory;
    private final Path programs;
    private final Screen screen;
    private final Figures figures = new Figures();
    private final List<Side> open = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private final Map<String, Integer> directories = new LinkedHashMap<>();

    /**
     * @param directory for what the sides store
     * @param programs where those of PostgreSQL are unpacked and kept
     */
    Bench(
            BenchOptions options,
            Set<SideName> rivals,
            Path directory,
            Path programs,
            Screen screen) {
        this.options = options;
        this.rivals = rivals;
        this.directory = directory;
        this.programs = programs;
        this.screen = screen;
    }

    BenchOptions options() {
        return options;
    }

    Figures figures() {
        return figures;
    }

    /** Whether the wire is measured: a server is among the rivals, or there is none at all. */
    boolean measuresWire() {
        return rivals.isEmpty() || rivals.contains(SideName.POSTGRES);
    }

    /** Whether the engine inside this process is measured. */
    boolean measuresEmbedded() {
        return rivals.isEmpty() || rivals.stream().anyMatch(SideName::isEmbedded);
    }

    ProgressLine progress(String what, String unit, long max) {
        return screen.progress(what, unit, max);
    }

    void say(String line) {
        screen.say(line);
    }

    /** OmenDB in this process, and its rivals there. */
    List<Contender> openEmbedded() throws SQLException, IOException, InterruptedException {
        List<Contender> contenders = new ArrayList<>();
        contenders.add(
                contender(OURS, Role.OURS, new OmendbEmbeddedSide(newDirectory("embedded"))));
        for (SideName rival : rivals) {
            if (rival.isEmbedded()) {
                contenders.add(contender(rival.toString(), Role.RIVAL, openRival(rival)));
            }
        }
        return contenders;
    }

    /** OmenDB's server, and PostgreSQL's if it is a rival. */
    List<Contender> openWire() throws SQLException, IOException, InterruptedException {
        List<Contender> contenders = new ArrayList<>();
        contenders.add(contender(OURS, Role.OURS, openServer(List.of())));
        if (rivals.contains(SideName.POSTGRES)) {
            contenders.add(
                    contender(
                            SideName.POSTGRES.toString(),
                            Role.RIVAL,
                            openRival(SideName.POSTGRES)));
        }
        return contenders;
    }

    /**
     * OmenDB in this process, and all its rivals: where no time is taken, they may differ in that.
     */
    List<Contender> openForFootprints() throws SQLException, IOException, InterruptedException {
        List<Contender> contenders = openEmbedded();
        if (rivals.contains(SideName.POSTGRES)) {
            contenders.add(
                    contender(
                            SideName.POSTGRES.toString(),
                            Role.RIVAL,
                            openRival(SideName.POSTGRES)));
        }
        return contenders;
    }

    /** OmenDB's server, with options for its JVM. */
    OmendbServerSide openServer(List<String> jvmOptions) throws IOException, InterruptedException {
        OmendbServerSide server = new OmendbServerSide(newDirectory("server"), jvmOptions);
        remember(server);
        return server;
    }

    /** No side begins with pages that only a disk has. */
    void warmPageCache() throws IOException {
        PageCache.warm(directory);
    }

    /** An empty directory on the file system that the sides are on. */
    Path newDirectory(String name) throws IOException {
        int number = directories.merge(name, 1, Integer::sum);
        return Files.createDirectory(directory.resolve(name + "-" + number));
    }

    /** Ends sides before the bench does, so that they do not use what others need. */
    void end(List<Contender> contenders) throws SQLException {
        for (Contender contender : contenders.reversed()) {
            contender.side().close();
            synchronized (open) {
                open.remove(contender.side());
            }
        }
    }

    /** A process of the workload's own: whatever it has started ends with the bench, too. */
    void started(Process process) {
        synchronized (open) {
            processes.add(process);
        }
    }

    /**
     * Any thread, when the JVM ends: no process is left behind. What is in this JVM ends with it.
     */
    void endServers() throws SQLException {
        endProcesses();
        List<Side> servers;
        synchronized (open) {
            servers = open.stream().filter(WireSide.class::isInstance).toList();
        }
        for (Side server : servers) {
            server.close();
        }
    }

    private void endProcesses() {
        List<Process> running;
        synchronized (open) {
            running = List.copyOf(processes);
            processes.clear();
        }
        for (Process process : running) {
            // Its children first: without their parent nobody would know them.
            List<ProcessHandle> children = process.descendants().toList();
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            children.forEach(child -> child.onExit().join());
            process.onExit().join();
        }
    }

    @Override
    public void close() throws SQLException {
        endProcesses();
        List<Side> sides;
        synchronized (open) {
            sides = List.copyOf(open);
            open.clear();
        }
        for (Side side : sides.reversed()) {
            side.close();
        }
    }

    private Contender contender(String name, Role role, Side side) throws SQLException {
        remember(side);
        String kind = side instanceof OmendbServerSide ? " server" : "";
        figures.facts(name + kind, side.facts());
        return new Contender(name, role, side);
    }

    private void remember(Side side) {
        synchronized (open) {
            if (!open.contains(side)) {
                open.add(side);
            }
        }
    }

    private Side openRival(SideName rival) throws SQLException, IOException, InterruptedException {
        Path own = newDirectory(rival.toString());
        return switch (rival) {
            case SQLITE -> new SqliteSide(own);
            case H2 -> new H2Side(own);
            case DUCKDB -> new DuckDbSide(own);
            case POSTGRES -> new PostgresSide(programs, own);
        };
    }
}
