package io.omendb.pgwire.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.pgwire.session.SessionLimits;
import io.omendb.pgwire.testing.WireWorld;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StartupTest {
    private final WireWorld world = new WireWorld(SessionLimits.DEFAULT, 2, 1 << 16);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void shouldTellSettingsAndKeyWhenSessionOpens() {
        List<String> lines = world.connect().ask("startup 3.0 user postgres application_name psql");
        assertEquals(
                List.of(
                        "Authentication 0",
                        "ParameterStatus application_name=psql",
                        "ParameterStatus client_encoding=UTF8",
                        "ParameterStatus integer_datetimes=on",
                        "ParameterStatus server_version=18.0",
                        "ParameterStatus session_authorization=postgres",
                        "BackendKeyData 1 4 bytes",
                        "ReadyForQuery I"),
                lines);
    }

    @Test
    void shouldDeclineEncryptionAndGoOnWhenAsked() {
        WireWorld.TestClient client = world.connect();
        client.send("ssl");
        world.settle();
        assertArrayEquals(new byte[] {'N'}, client.receiveBytes());
        client.send("gss");
        world.settle();
        assertArrayEquals(new byte[] {'N'}, client.receiveBytes());
        assertEquals("ReadyForQuery I", client.ask("startup 3.0 user u").getLast());
    }

    @Test
    void shouldSendLongSecretWhenClientSpeaks32() {
        assertTrue(world.connect().ask("startup 3.2 user u").contains("BackendKeyData 1 32 bytes"));
    }

    @Test
    void shouldNegotiateWhenClientWantsMoreThanThereIs() {
        List<String> lines = world.connect().ask("startup 3.9 user u _pq_.compression on");
        assertEquals("NegotiateProtocolVersion 3.2 _pq_.compression", lines.get(0));
        assertEquals("Authentication 0", lines.get(1));
        assertEquals("ReadyForQuery I", lines.getLast());
    }

    @Test
    void shouldRefuseWhenSessionCannotBe() {
        assertFatal("0A000", "startup 2.0 user u");
        assertFatal("28000", "startup 3.0 database d");
        assertFatal("0A000", "startup 3.0 user u replication database");
        assertFatal("3D000", "startup 3.0 user u database nowhere");
        assertFatal("22023", "startup 3.0 user u client_encoding LATIN1");
        assertFatal("42601", "startup 3.0 user u options \"-x\"");
        assertFatal("08P01", "raw 0000000300030000");
        assertFatal("08P01", "raw 7fffffff00030000");
        assertFatal("08P01", "raw 0000000c0003000075736572");
    }

    private void assertFatal(String state, String packet) {
        WireWorld.TestClient client = world.connect();
        List<String> lines = client.ask(packet);
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(0).startsWith("ErrorResponse S=FATAL V=FATAL C=" + state + " "), lines.get(0));
        assertEquals("closed", lines.get(1));
        client.wire.close();
        world.settle();
    }

    @Test
    void shouldTakeSettingsWhenInOptions() {
        List<String> lines = world.connect()
                .ask("startup 3.0 user u options"
                        + " \"-c application_name=a\\\\ b"
                            + " --server-version=17 -cclient_encoding=utf-8\"");
        assertTrue(lines.contains("ParameterStatus application_name=a b"), lines::toString);
        assertTrue(lines.contains("ParameterStatus server_version=17"), lines::toString);
        assertTrue(lines.contains("ParameterStatus client_encoding=UTF8"), lines::toString);
    }

    @Test
    void shouldRefuseWhenThereAreTooManySessions() {
        WireWorld.TestClient first = world.session();
        world.session();
        List<String> lines = world.connect().ask("startup 3.0 user u");
        assertTrue(lines.get(0).contains("C=53300 M=sorry, too many clients already"), lines::toString);
        first.send("X");
        world.settle();
        world.session();
    }

    @Test
    void shouldCloseWhenStartupTakesTooLong() {
        WireWorld.TestClient silent = world.connect();
        world.settle();
        WireWorld.TestClient busy = world.session();
        world.advanceClock(TimeUnit.SECONDS.toNanos(61));
        assertEquals(List.of("closed"), silent.receive());
        assertEquals("ReadyForQuery I", busy.ask("Q \"rows 1\"").getLast());
    }

    @Test
    void shouldCancelWhenSecretIsRight() {
        WireWorld.TestClient client = world.connect();
        client.send("startup 3.0 user u");
        world.settle();
        byte[] said = client.receiveBytes();
        int key = said.length - 6 - 4;
        String secret = java.util.HexFormat.of().formatHex(said, key, key + 4);
        client.send("Q wait");
        assertEquals(List.of(), client.receive());

        assertEquals(List.of("closed"), world.connect().ask("cancel 1 x00000000"));
        assertEquals(List.of(), client.receive());
        assertEquals(List.of("closed"), world.connect().ask("cancel 7 x" + secret));
        assertEquals(List.of(), client.receive());
        assertEquals(List.of("closed"), world.connect().ask("cancel 1 x" + secret));
        assertEquals(
                List.of(
                        "ErrorResponse S=ERROR V=ERROR C=57014 M=canceling statement due to user request",
                        "ReadyForQuery I"),
                client.receive());
    }
}
