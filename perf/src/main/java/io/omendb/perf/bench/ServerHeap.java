package io.omendb.perf.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the heap of another JVM holds, from the counters that it shares with tools: asking for them
 * allocates nothing there.
 */
final class ServerHeap {
    private static final Pattern USED =
            Pattern.compile("^sun\\.gc\\.generation\\.0\\.space\\.0\\.used=(\\d+)$", Pattern.MULTILINE);

    private ServerHeap() {}

    /** Bytes in use, as the JVM last wrote them down: at every 64 KiB under the options here. */
    static long usedBytes(long processId) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process =
                new ProcessBuilder(
                                List.of(
                                        jcmd.toString(),
                                        Long.toString(processId),
                                        "PerfCounter.print"))
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher used = USED.matcher(said);
        if (process.waitFor() != 0 || !used.find()) {
            throw new IOException("the server does not tell what its heap holds: " + said);
        }
        return Long.parseLong(used.group(1));
    }
}
