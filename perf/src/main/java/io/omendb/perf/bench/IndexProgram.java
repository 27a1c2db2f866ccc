package io.omendb.perf.bench;

import io.omendb.perf.bench.result.Figures;
import io.omendb.perf.bench.result.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of the module {@code jmh} that measures what JMH cannot: it prints a line for each
 * figure.
 */
final class IndexProgram {
    private static final String PACKAGE = "io.omendb.jmh.";
    private static final String MARK = "figure";
    private static final String TAB = "\t";
    private static final int COLUMN_COUNT = 5;

    /** More than two indexes need, while the nodes of one are built again. */
    private static final int BYTES_PER_ROW_MAX = 128;

    private static final int MEMORY_MIN_MIB = 512;
    private static final int MIB_SHIFT = 20;

    private IndexProgram() {}

    /**
     * The flags of a JVM whose index finds its memory committed: what an operating system takes to
     * find and clear pages is no contender's, and is many times as much in one hour as in another.
     */
    static List<String> memory(long rows) {
        long mebibytes = MEMORY_MIN_MIB + (rows * BYTES_PER_ROW_MAX >>> MIB_SHIFT);
        return List.of("-Domendb.memory=" + mebibytes + "m", "-Domendb.memory.pretouch=true");
    }

    /**
     * Runs it to its end, and adds what it printed.
     *
     * @param name of its class
     * @param arguments in front of the number of rows
     */
    static void run(Bench bench, String name, long rows, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = JmhProcess.java(bench, bench.newDirectory("program"));
        command.addAll(memory(rows));
        command.add(PACKAGE + name);
        command.addAll(arguments);
        command.add(Long.toString(rows));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        bench.started(process);
        process.getOutputStream().close();
        List<String> said = new ArrayList<>();
        int figureCount = 0;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (add(bench.figures(), line)) {
                    figureCount++;
                } else {
                    said.add(line);
                }
            }
        }
        if (process.waitFor() != 0 || figureCount == 0) {
            throw new IOException(name + " failed: " + String.join(System.lineSeparator(), said));
        }
    }

    /**
     * Adds the figure of a line: metric, side, unit and number behind a mark.
     *
     * @return whether it was such a line
     */
    static boolean add(Figures figures, String line) {
        String[] columns = line.split(TAB, -1);
        if (columns.length != COLUMN_COUNT || !columns[0].equals(MARK)) {
            return false;
        }
        String side = columns[2];
        figures.metric(columns[1], columns[3], false)
                .add(role(side), side, Double.parseDouble(columns[4]));
        return true;
    }

    private static Role role(String side) {
        return switch (side) {
            case Bench.OURS -> Role.OURS;
            case IndexFigures.BTREE -> Role.RIVAL;
            default -> Role.FLOOR;
        };
    }
}
