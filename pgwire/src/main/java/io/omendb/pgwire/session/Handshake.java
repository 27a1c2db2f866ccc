package io.omendb.pgwire.session;

import io.omendb.pgwire.codec.BackendMessages;
import io.omendb.pgwire.codec.FrontendMessage;
import io.omendb.pgwire.codec.ReceiveBuffer;
import io.omendb.pgwire.codec.SendBuffer;
import io.omendb.pgwire.codec.StartupPacket;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From the first byte to the first ReadyForQuery. Whoever reaches the port is trusted: the server listens on
 * loopback only.
 */
final class Handshake {
    /** What became of a packet. */
    enum Outcome {
        NEEDS_BYTES,
        GOES_ON,
        OPENED,
        CLOSES
    }

    /** What a client is told at start-up and whenever it changes. */
    private static final List<String> SETTINGS_REPORTED = List.of(
            "application_name",
            "client_encoding",
            "DateStyle",
            "default_transaction_read_only",
            "in_hot_standby",
            "integer_datetimes",
            "IntervalStyle",
            "is_superuser",
            "scram_iterations",
            "search_path",
            "server_encoding",
            "server_version",
            "session_authorization",
            "standard_conforming_strings",
            "TimeZone");

    private static final int SECRET_BYTES = 4;
    private static final int SECRET_BYTES_LONG = 32;

    private final Backend backend;
    private final SessionHost host;
    private final Reply reply;
    private @Nullable BackendSession session;

    Handshake(Backend backend, SessionHost host, Reply reply) {
        this.backend = backend;
        this.host = host;
        this.reply = reply;
    }

    /** The session, once {@link Outcome#OPENED}. */
    BackendSession session() {
        BackendSession opened = session;
        if (opened == null) {
            throw new AssertionError("no session yet");
        }
        return opened;
    }

    /**
     * Takes one packet.
     *
     * @throws SqlException if the client cannot have a session; it is FATAL
     */
    Outcome step(FrontendMessage message, ReceiveBuffer in) {
        if (!message.nextUntyped(in)) {
            return Outcome.NEEDS_BYTES;
        }
        return switch (StartupPacket.decode(message)) {
            case StartupPacket.EncryptionRequest() -> {
                reply.out().int8('N');
                reply.free();
                yield Outcome.GOES_ON;
            }
            case StartupPacket.CancelRequest(int processId, byte[] secret) -> {
                host.cancelRequested(processId, secret);
                yield Outcome.CLOSES;
            }
            case StartupPacket.UnsupportedProtocol(int major, int minor) ->
                    throw SqlException.of(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "unsupported frontend protocol " + major + "." + minor
                                    + ": server supports 3.0 to 3." + StartupPacket.PROTOCOL_MINOR_NEWEST);
            case StartupPacket.SessionRequest request -> {
                open(request);
                yield Outcome.OPENED;
            }
        };
    }

    private void open(StartupPacket.SessionRequest request) {
        StartupOptions options = StartupOptions.of(request.parameters());
        if (!host.isAdmitted()) {
            throw SqlException.of(SqlState.TOO_MANY_CONNECTIONS, "sorry, too many clients already");
        }
        BackendSession opened =
                backend.connect(host.processId(), options.user(), options.database(), options.settings(), host.wakeup());
        session = opened;
        reply.opened(opened);
        int minor = Math.min(request.minor(), StartupPacket.PROTOCOL_MINOR_NEWEST);
        SendBuffer out = reply.out();
        if (minor < request.minor() || !options.extensionsUnknown().isEmpty()) {
            BackendMessages.negotiateProtocolVersion(
                    out, (StartupPacket.PROTOCOL_MAJOR << 16) | minor, options.extensionsUnknown());
        }
        BackendMessages.authenticationOk(out);
        for (String name : SETTINGS_REPORTED) {
            String value = opened.setting(name);
            if (value != null) {
                reply.setting(name, value);
            }
        }
        boolean longSecret = minor >= StartupPacket.PROTOCOL_MINOR_NEWEST;
        byte[] secret = host.secret(longSecret ? SECRET_BYTES_LONG : SECRET_BYTES);
        BackendMessages.backendKeyData(out, host.processId(), secret);
        host.opened(opened);
        reply.readyForQuery(opened);
    }
}
