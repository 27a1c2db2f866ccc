package io.omendb.pgwire.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.omendb.pgwire.testing.ClientMessages;
import io.omendb.pgwire.testing.WireWorld;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class SteadyStateTest {
    private static final int ROUNDS_WARM = 10_000;
    private static final int ROUNDS = 2_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void shouldAllocateNothingWhenPreparedStatementsAreBoundAndExecuted() {
        try (WireWorld world = new WireWorld()) {
            WireWorld.TestClient client = world.session();
            client.ask("P s1 \"echo int4 int8 float8 text bool timestamp\"", "P s2 putp", "S");
            byte[] round =
                    messages(
                            "B \"\" s1 formats 1 1 0 0 0 0 values x00000007 x0000000000000009 2.5 some t"
                                    + " \"2024-05-06 07:08:09\" results 0 1 1 0 0 0",
                            "D P \"\"",
                            "E \"\" 0",
                            "S",
                            "B \"\" s2 results 1",
                            "E \"\" 0",
                            "B \"\" s2",
                            "E \"\" 0",
                            "C P \"\"",
                            "S");
            long allocated = 0;
            for (int i = 0; i < ROUNDS_WARM + ROUNDS; i++) {
                client.sendBytes(round);
                long before = THREADS.getCurrentThreadAllocatedBytes();
                while (world.step() > 0) {
                    continue;
                }
                long after = THREADS.getCurrentThreadAllocatedBytes();
                if (i >= ROUNDS_WARM) {
                    allocated += after - before;
                }
                client.receiveBytes();
            }
            assertEquals(0, allocated / ROUNDS, "bytes per round, " + allocated + " in all");
        }
    }

    private static byte[] messages(String... lines) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String line : lines) {
            all.writeBytes(ClientMessages.encode(line));
        }
        return all.toByteArray();
    }
}
