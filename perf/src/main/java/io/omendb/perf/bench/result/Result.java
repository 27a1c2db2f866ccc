package io.omendb.perf.bench.result;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One run of a workload, as {@code docs/results} keeps it. It names no machine and no directory.
 *
 * @param command that makes it again
 * @param commit of the source; {@code +} behind it if files were changed
 * @param date on which it ended, UTC
 * @param sides what each side said of its version, its durability, its caches
 * @param pauses the longest operations of ours at a fixed rate, and why
 * @param verdicts on the targets of the workload
 */
public record Result(
        String workload,
        String command,
        String commit,
        String date,
        long seed,
        long rows,
        int rounds,
        double seconds,
        Machine machine,
        Map<String, Map<String, String>> sides,
        List<Metric> metrics,
        List<PauseFigures> pauses,
        List<Verdict> verdicts) {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Writes it as JSON. */
    public void write(Path file) throws IOException {
        Files.writeString(file, JSON.writeValueAsString(this) + "\n");
    }

    /** Reads what {@link #write} wrote; a file with anything more or of another kind fails. */
    public static Result read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), Result.class);
    }
}
