package io.omendb.pgwire.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.SqlType;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The exact bytes of each message to a client, as in PostgreSQL's documentation of the formats. */
class MessageLayoutTest {
    private static void assertBytes(String hex, Consumer<SendBuffer> message) {
        try (SendBuffer out = new SendBuffer(64, 64, 4096)) {
            message.accept(out);
            out.gate(0);
            byte[] bytes = new byte[out.sendable(0)];
            out.readable(bytes.length).get(bytes);
            assertEquals(hex.replace(" ", ""), HexFormat.of().formatHex(bytes));
        }
    }

    @Test
    void shouldWriteStartUpMessages() {
        assertBytes("52 00000008 00000000", BackendMessages::authenticationOk);
        assertBytes(
                "4b 0000000c 00000007 01020304",
                out -> BackendMessages.backendKeyData(out, 7, new byte[] {1, 2, 3, 4}));
        assertBytes("53 00000008 6100 6200", out -> BackendMessages.parameterStatus(out, "a", "b"));
        assertBytes(
                "76 0000000e 00030002 00000001 7800",
                out -> BackendMessages.negotiateProtocolVersion(out, 196_610, List.of("x")));
        assertBytes("5a 00000005 49", out -> BackendMessages.readyForQuery(out, 'I'));
    }

    @Test
    void shouldWriteMessagesWithoutBody() {
        assertBytes("31 00000004", BackendMessages::parseComplete);
        assertBytes("32 00000004", BackendMessages::bindComplete);
        assertBytes("33 00000004", BackendMessages::closeComplete);
        assertBytes("6e 00000004", BackendMessages::noData);
        assertBytes("73 00000004", BackendMessages::portalSuspended);
        assertBytes("49 00000004", BackendMessages::emptyQueryResponse);
        assertBytes("63 00000004", BackendMessages::copyDone);
    }

    @Test
    void shouldWriteCopyMessages() {
        assertBytes("47 0000000b 00 0002 0000 0000", out -> BackendMessages.copyInResponse(out, 2));
        assertBytes("48 00000009 00 0001 0000", out -> BackendMessages.copyOutResponse(out, 1));
        assertBytes(
                "64 00000006 6162",
                out -> BackendMessages.copyData(out, new byte[] {'a', 'b'}, 0, 2));
    }

    @Test
    void shouldWriteDescriptions() {
        assertBytes(
                "74 0000000e 0002 00000017 00000019",
                out -> BackendMessages.parameterDescription(out, new int[] {23, 25}));
        assertBytes(
                "54 0000002e 0002 6900 00004001 0001 00000017 0004 ffffffff 0001"
                        + " 7600 00004001 0002 00000413 ffff 0000000e 0000",
                out ->
                        new RowDescription.Builder(2)
                                .column("i", 16_385, 1, SqlType.INT4)
                                .column("v", 16_385, 2, SqlType.varchar(10))
                                .build()
                                .write(out, new short[] {1, 0}));
    }

    @Test
    void shouldWriteErrorWithAllFields() {
        SqlException error =
                SqlException.of(SqlState.UNIQUE_VIOLATION, "m")
                        .withDetail("d")
                        .withHint("h")
                        .withPosition(3)
                        .withTable("s", "t")
                        .withColumn("c")
                        .withDataType("y")
                        .withConstraint("n");
        assertBytes(
                "45 00000035 53 4552524f5200 56 4552524f5200 43 323335303500 4d6d00 446400 486800 503300"
                        + " 737300 747400 636300 647900 6e6e00 00",
                out -> BackendMessages.errorResponse(out, Severity.ERROR, error));
    }
}
