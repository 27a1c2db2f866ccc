package io.omendb.pgwire.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.pgwire.session.SessionLimits;
import io.omendb.pgwire.testing.MemorySession;
import io.omendb.pgwire.testing.WireWorld;
import io.omendb.pipeline.StepFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits for what: durability, slow clients, the engine, the end. */
class FlowTest {
    private static final SessionLimits SMALL = new SessionLimits(1024, 8192, 1024, 2048, 16_384, 4);

    private final WireWorld world = new WireWorld(SMALL, 10, 512);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void shouldHoldEndOfTransactionBackUntilDurable() {
        world.backend.holdDurable();
        WireWorld.TestClient client = world.session();
        assertEquals(List.of(), client.ask("Q put"));
        // The next statement is executed, its answer waits behind the first one's.
        assertEquals(List.of(), client.ask("Q \"rows 1\""));
        assertEquals("rows committing", world.backend.events.getLast());
        world.backend.makeDurable(1);
        assertEquals(
                List.of(
                        "CommandComplete INSERT 0 1",
                        "ReadyForQuery I",
                        "RowDescription c0:23:4:0 c1:25:-1:0",
                        "DataRow \"0\" \"row 0\"",
                        "CommandComplete SELECT 1",
                        "ReadyForQuery I"),
                client.receive());
    }

    @Test
    void shouldCountRoundsWithWorkOnly() {
        WireWorld.TestClient client = world.session();
        assertEquals(Set.of("omendb-io-0"), world.backend.stepLogs.keySet());
        long before = roundCount();
        world.step();
        world.step();
        assertEquals(before, roundCount());
        client.ask("Q \"rows 1\"");
        assertTrue(roundCount() > before);
    }

    private long roundCount() {
        return world.backend.stepLogs.values().stream()
                .flatMap(log -> log.figures().stream())
                .mapToLong(StepFigures::count)
                .sum();
    }

    @Test
    void shouldNotHoldBareTagBackInsideBlock() {
        world.backend.holdDurable();
        WireWorld.TestClient client = world.session();
        assertEquals(List.of("CommandComplete BEGIN", "ReadyForQuery T"), client.ask("Q begin"));
        world.backend.sessions.get(0).sees(1);
        assertEquals(List.of("CommandComplete INSERT 0 1", "ReadyForQuery T"), client.ask("Q put"));
        // A row says what was seen, and what comes after it stays behind it.
        assertEquals(List.of(), client.ask("Q \"rows 1\"", "Q put"));
        world.backend.makeDurable(1);
        assertEquals(6, client.receive().size());
    }

    @Test
    void shouldReleaseInOrderWhenDurableGrowsStepByStep() {
        world.backend.holdDurable();
        WireWorld.TestClient client = world.session();
        assertEquals(List.of(), client.ask("Q put", "Q put", "Q put"));
        world.backend.makeDurable(2);
        assertEquals(4, client.receive().size());
        world.backend.makeDurable(3);
        assertEquals(List.of("CommandComplete INSERT 0 1", "ReadyForQuery I"), client.receive());
    }

    @Test
    void shouldGateReadyForQueryWhenCommitComesAtSync() {
        world.backend.holdDurable();
        WireWorld.TestClient client = world.session();
        List<String> early =
                client.ask("P \"\" put", "B \"\" \"\"", "E \"\" 0", "B \"\" \"\"", "E \"\" 0", "S");
        assertFalse(early.contains("ReadyForQuery I"), early::toString);
        world.backend.makeDurable(1);
        assertEquals(List.of("ReadyForQuery I"), client.receive());
    }

    @Test
    void shouldCloseOnlySessionThatExhaustsTheHeap() {
        WireWorld.TestClient other = world.session();
        other.ask("Q begin");
        WireWorld.TestClient client = world.session();
        List<String> lines = client.ask("Q begin", "Q exhaust", "Q put");
        assertEquals("closed", lines.getLast());
        String error = lines.get(lines.size() - 2);
        assertTrue(error.contains("FATAL") && error.contains("53200"), error);
        assertTrue(world.backend.sessions.get(1).closed);
        assertEquals(List.of("CommandComplete INSERT 0 1", "ReadyForQuery T"), other.ask("Q put"));
        assertEquals(
                List.of("CommandComplete INSERT 0 1", "ReadyForQuery I"),
                world.session().ask("Q put"));
    }

    @Test
    void shouldPauseExecutionWhenClientReadsSlowly() {
        WireWorld.TestClient client = world.session();
        client.send("Q \"rows 1000\"", "Q put");
        world.settle();
        assertEquals(List.of("rows committing"), world.backend.events);
        List<String> lines = client.receive();
        assertEquals(1 + 1000 + 2 + 2, lines.size());
        assertEquals("CommandComplete INSERT 0 1", lines.get(lines.size() - 2));
    }

    @Test
    void shouldPauseCopyOutWhenClientReadsSlowly() {
        WireWorld.TestClient client = world.session();
        List<String> lines = client.ask("Q \"copyout 1000\"");
        assertEquals(1 + 1000 + 1 + 2, lines.size());
    }

    @Test
    void shouldFailStatementWhenRowIsLargerThanMayBeSent() {
        WireWorld.TestClient client = world.session();
        List<String> lines = client.ask("Q \"wide 20000\"", "Q put");
        assertTrue(lines.get(1).contains("C=54000"), lines::toString);
        assertEquals("ReadyForQuery I", lines.get(2));
        assertEquals("CommandComplete INSERT 0 1", lines.get(3));
        assertEquals(0, world.backend.sessions.get(0).executionsOpen);
    }

    @Test
    void shouldTakeMessageLongerThanBufferAndRefuseOneBeyondMaximum() {
        WireWorld.TestClient client = world.session();
        assertEquals("ReadyForQuery I", client.ask("Q \"put" + " ".repeat(8000) + "\"").getLast());
        List<String> lines = client.ask("Q \"put" + " ".repeat(9000) + "\"");
        assertEquals(
                List.of("ErrorResponse S=FATAL V=FATAL C=08P01 M=invalid message length", "closed"),
                lines);
    }

    @Test
    void shouldCloseOnlyThatConnectionWhenMessageIsMalformed() {
        WireWorld.TestClient other = world.session();
        List<String> malformed =
                List.of(
                        "7a00000004",
                        "5100000003",
                        "5100000005ff",
                        "4200000004",
                        "44000000065341",
                        "50ffffffff");
        for (String bytes : malformed) {
            WireWorld.TestClient client = world.session();
            List<String> lines = client.ask("raw " + bytes);
            assertTrue(
                    lines.get(0).startsWith("ErrorResponse S=FATAL V=FATAL C=08P01"),
                    () -> bytes + lines);
            assertEquals("closed", lines.getLast());
            client.wire.close();
            assertEquals("ReadyForQuery I", other.ask("Q put").getLast());
        }
    }

    @Test
    void shouldCloseConnectionAndTellWhenEngineHasDefect() {
        WireWorld.TestClient client = world.session();
        List<String> lines = client.ask("Q defect");
        assertTrue(
                lines.get(0).startsWith("ErrorResponse S=FATAL V=FATAL C=XX000"), lines::toString);
        assertEquals("closed", lines.getLast());
    }

    @Test
    void shouldForgetFatalConnectionWhenClientNeverCloses() {
        WireWorld.TestClient client = world.session();
        client.ask("raw 7a00000004");
        world.advanceClock(TimeUnit.SECONDS.toNanos(1));
        world.settle();
        world.advanceClock(TimeUnit.SECONDS.toNanos(3));
        world.settle();
        world.server.stop();
        world.settle();
        assertTrue(client.wire.isFinished());
    }

    @Test
    void shouldGoOnWhenWoken() {
        WireWorld.TestClient client = world.session();
        assertEquals(List.of(), client.ask("Q wait", "Q put"));
        assertEquals(1, world.backend.events.size());
        world.backend.sessions.get(0).release();
        assertEquals(4, client.receive().size());
    }

    @Test
    void shouldSendAcknowledgementsWithTheAnswerThatFollows() {
        WireWorld.TestClient client = world.session();
        assertEquals(List.of("ParseComplete", "BindComplete"), client.ask("P a wait", "B \"\" a"));
        assertEquals(List.of(), client.ask("P b wait", "B \"\" b", "E \"\" 0", "S"));
        world.backend.sessions.get(0).release();
        assertEquals(4, client.receive().size());
    }

    @Test
    void shouldCancelAndCloseSessionWhenClientGoesAway() {
        WireWorld.TestClient client = world.session();
        client.ask("Q wait");
        client.wire.close();
        world.settle();
        MemorySession session = world.backend.sessions.get(0);
        assertTrue(session.closed);
        assertEquals(0, session.executionsOpen);
    }

    @Test
    void shouldCloseSuspendedPortalsWhenClientTerminates() {
        WireWorld.TestClient client = world.session();
        client.ask(
                "Q begin",
                "P \"\" \"rows 5\"",
                "B \"a\" \"\"",
                "B \"b\" \"\"",
                "E \"a\" 1",
                "E \"b\" 1",
                "S");
        assertEquals(2, world.backend.sessions.get(0).executionsOpen);
        client.ask("X");
        assertEquals(0, world.backend.sessions.get(0).executionsOpen);
        assertTrue(world.backend.sessions.get(0).closed);
    }

    @Test
    void shouldHoldCopyDataBackWhenEngineIsBusy() {
        WireWorld.TestClient client = world.session();
        client.ask("Q copyin");
        MemorySession session = world.backend.sessions.get(0);
        client.ask("d \"1\\n\"");
        session.copyHeld = true;
        client.ask("d \"2\\n\"", "d \"3\\n\"", "c");
        assertEquals(2, session.copied.size());
        session.letCopyGoOn();
        assertEquals(List.of("CommandComplete COPY 3", "ReadyForQuery I"), client.receive());
    }

    @Test
    void shouldCancelCopyThatWaitsForData() {
        WireWorld.TestClient client = world.session();
        client.ask("Q copyin");
        world.backend.sessions.get(0).cancel();
        List<String> lines = client.receive();
        assertTrue(lines.get(0).contains("C=57014"), lines::toString);
        assertEquals("ReadyForQuery I", lines.get(1));
    }

    @Test
    void shouldTakeLongCopyData() {
        WireWorld.TestClient client = world.session();
        client.ask("Q copyin");
        List<String> data = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            data.add("d \"" + "x".repeat(7000) + "\\n\"");
        }
        data.add("c");
        assertEquals("CommandComplete COPY 20", client.ask(data.toArray(String[]::new)).get(0));
    }

    @Test
    void shouldRefuseMorePortalsThanConfigured() {
        WireWorld.TestClient client = world.session();
        List<String> lines =
                client.ask(
                        "P \"\" put",
                        "B a \"\"",
                        "B b \"\"",
                        "B c \"\"",
                        "B d \"\"",
                        "B e \"\"",
                        "S",
                        "B a \"\"",
                        "S");
        assertTrue(lines.get(5).contains("C=53400"), lines::toString);
        assertEquals("BindComplete", lines.get(7));
    }

    @Test
    void shouldFindMoreStatementsThanItRemembers() {
        WireWorld.TestClient client = world.session();
        client.ask("P a put", "P b put", "P c put", "P d put", "P e put", "S");
        List<String> lines = client.ask("B \"\" a", "B \"\" e", "S");
        assertEquals(List.of("BindComplete", "BindComplete"), lines.subList(0, 2));
    }

    @Test
    void shouldTellIdleSessionsAndLetRunningEndWhenServerStops() {
        WireWorld.TestClient idle = world.session();
        WireWorld.TestClient running = world.session();
        running.ask("Q wait");
        world.server.stop();
        List<String> lines = idle.receive();
        assertEquals(
                "ErrorResponse S=FATAL V=FATAL C=57P01 M=terminating connection due to administrator command",
                lines.get(0));
        assertEquals(List.of(), running.receive());
        world.backend.sessions.get(1).release();
        lines = running.receive();
        assertEquals("CommandComplete WAIT", lines.get(0));
        assertEquals("ReadyForQuery I", lines.get(1));
        assertTrue(lines.get(2).contains("57P01"));
    }
}
