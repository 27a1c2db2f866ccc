package io.omendb.perf.bench.result;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * What was measured on: nothing that names one machine.
 *
 * @param memoryBytes of the machine
 * @param fileSystem that the databases lay on
 * @param cpuBusy share of all cores that was in use before the first measurement, 0 to 1
 */
public record Machine(
        String cpu,
        int cores,
        long memoryBytes,
        String system,
        String fileSystem,
        String jvm,
        double cpuBusy) {
    private static final long LOOK_NS = 1_000_000_000;

    /**
     * Looks at the machine for a second.
     *
     * @param directory that the databases will lie in
     */
    public static Machine look(Path directory) throws IOException, InterruptedException {
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                cpuModel(),
                system.getAvailableProcessors(),
                system.getTotalMemorySize(),
                system.getName() + " " + system.getVersion() + " " + system.getArch(),
                Files.getFileStore(directory).type(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                cpuBusy(system));
    }

    /** The bean tells what happened since it was asked last. */
    private static double cpuBusy(OperatingSystemMXBean system) throws InterruptedException {
        system.getCpuLoad();
        long endNs = System.nanoTime() + LOOK_NS;
        for (long left = LOOK_NS; left > 0; left = endNs - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return Math.max(0, system.getCpuLoad());
    }

    private static String cpuModel() throws IOException, InterruptedException {
        Path linux = Path.of("/proc/cpuinfo");
        if (Files.isReadable(linux)) {
            return Files.readAllLines(linux).stream()
                    .filter(line -> line.startsWith("model name") || line.startsWith("CPU part"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        }
        Process asked =
                new ProcessBuilder("sysctl", "-n", "machdep.cpu.brand_string")
                        .redirectErrorStream(true)
                        .start();
        String answer =
                new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return asked.waitFor() == 0 ? answer : "unknown";
    }
}
