package io.omendb.perf.bench.result;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where results go: the terminal, and a directory with a document and a chart of each. */
public final class Report {
    private final PrintWriter out;
    private final Path directory;

    /**
     * @param directory made if it is not there
     */
    public Report(PrintWriter out, Path directory) {
        this.out = out;
        this.directory = directory;
    }

    /**
     * Shows a result and keeps it.
     *
     * @param name of its files, without ending
     */
    public void publish(Result result, String name) throws IOException {
        Files.createDirectories(directory);
        result.write(directory.resolve(name + ".json"));
        Chart.write(result, directory.resolve(name + ".png"));
        show(result);
    }

    /** Shows a result. */
    public void show(Result result) {
        new Tables(out).print(result);
    }
}
