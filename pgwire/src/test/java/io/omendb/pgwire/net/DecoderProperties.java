package io.omendb.pgwire.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.pgwire.session.SessionLimits;
import io.omendb.pgwire.testing.ClientMessages;
import io.omendb.pgwire.testing.WireWorld;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/**
 * Whatever a stranger sends: answers in order, or one FATAL and the end; never a defect, and nobody
 * else is disturbed.
 */
class DecoderProperties {
    private static final SessionLimits SMALL = new SessionLimits(1024, 8192, 1024, 2048, 16_384, 4);
    private static final List<String> MESSAGES =
            List.of(
                    "Q put",
                    "Q \"rows 3\"",
                    "Q \"begin; put\"",
                    "Q rollback",
                    "Q copyin",
                    "Q \"fail 22012 x\"",
                    "P s \"echo int4 text\"",
                    "B p s formats 1 0 values x00000001 a results 1",
                    "B \"\" s values 1 b",
                    "P \"\" \"rows 9\"",
                    "B \"\" \"\"",
                    "D S s",
                    "D P p",
                    "E p 0",
                    "E \"\" 2",
                    "C S s",
                    "C P p",
                    "H",
                    "S",
                    "d \"1\\n\"",
                    "c",
                    "f no",
                    "F x");

    @Property(tries = 300)
    void shouldSurviveWhenBytesAreRandom(
            @ForAll @Size(max = 64) byte[] bytes, @ForAll boolean started) {
        try (WireWorld world = new WireWorld(SMALL, 10, 1024)) {
            WireWorld.TestClient client = started ? world.session() : world.connect();
            check(world, client, bytes);
        }
    }

    @Property(tries = 300)
    void shouldSurviveWhenMessagesAreShuffledAndBent(@ForAll long seed) {
        Random random = new Random(seed);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < 20; i++) {
            byte[] message = ClientMessages.encode(MESSAGES.get(random.nextInt(MESSAGES.size())));
            int bend = random.nextInt(12);
            if (bend == 0) {
                message[random.nextInt(message.length)] = (byte) random.nextInt();
            } else if (bend == 1) {
                message = java.util.Arrays.copyOf(message, random.nextInt(message.length + 1));
            }
            stream.writeBytes(message);
        }
        try (WireWorld world = new WireWorld(SMALL, 10, 1024)) {
            check(world, world.session(), stream.toByteArray());
        }
    }

    private static void check(WireWorld world, WireWorld.TestClient client, byte[] bytes) {
        WireWorld.TestClient other = world.session();
        client.sendBytes(bytes);
        List<String> lines = client.receive();
        for (int i = 0; i < lines.size(); i++) {
            assertTrue(!lines.get(i).contains("C=XX"), lines.get(i));
            if (lines.get(i).contains("S=FATAL")) {
                assertEquals(
                        List.of("closed"), lines.subList(i + 1, lines.size()), lines::toString);
            }
        }
        assertEquals("ReadyForQuery I", other.ask("Q put").getLast());
        client.wire.close();
        world.settle();
        world.backend.sessions.forEach(session -> {
            if (session.closed) {
                assertEquals(0, session.executionsOpen);
            }
        });
    }
}
