package io.omendb.pgwire.session;

import io.omendb.pgwire.codec.BackendMessages;
import io.omendb.pgwire.codec.FrontendMessage;
import io.omendb.pgwire.codec.RowDescription;
import io.omendb.pgwire.codec.Scratch;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The prepared statements and portals of a session, and the messages that make, describe and close
 * them. The unnamed ones have fields of their own; named ones are found by the bytes of their
 * names. Which names there are the session says, whose SQL has words for them too: the table of
 * statements here only remembers what it has said, and a statement tells when that is over.
 */
final class ExtendedQuery {
    private static final byte STATEMENT = 'S';
    private static final byte PORTAL = 'P';
    private static final Consumer<Portal> RELEASE = Portal::release;
    private static final Consumer<PreparedStatement> FORGET = statement -> {};
    private static final Consumer<Portal> FAIL = ExtendedQuery::fail;

    private final BackendSession session;
    private final Reply reply;
    private final Scratch scratch;
    private final BindDecoder bindDecoder;
    private final int namesMax;
    private final NameTable<PreparedStatement> statements = new NameTable<>();
    private final NameTable<Portal> portals = new NameTable<>();
    private final QueryCache repeated;
    private final ParsedTexts parsed;
    private int[] oids = new int[8];
    private final Portal portalUnnamed = new Portal();
    private @Nullable PreparedStatement statementUnnamed;

    ExtendedQuery(BackendSession session, Reply reply, Scratch scratch, int namesMax) {
        this.session = session;
        this.reply = reply;
        this.scratch = scratch;
        this.bindDecoder = new BindDecoder(scratch);
        this.namesMax = namesMax;
        this.repeated = new QueryCache(session);
        this.parsed = new ParsedTexts(session);
    }

    /** {@code string statement, string text, int16 n, int32 oid ...}. */
    void parse(FrontendMessage message) {
        int name = message.string();
        int nameLength = message.stringLength();
        int start = message.string();
        int length = message.stringLength();
        int oidCount = message.count16();
        if (oids.length < oidCount) {
            oids = new int[oidCount];
        }
        for (int i = 0; i < oidCount; i++) {
            oids[i] = message.int32();
        }
        message.end();
        byte[] sql = textBytes(message, start, length);
        if (nameLength == 0) {
            parseUnnamed(sql, length, oidCount);
        } else {
            String sqlText = text(sql, length);
            byte[] nameBytes = bytes(message, name, nameLength);
            BindDecoder.requireText(nameBytes, 0, nameLength);
            String nameText = text(nameBytes, nameLength);
            BackendPlan plan = plan(sqlText, Arrays.copyOf(oids, oidCount));
            remember(nameBytes, nameLength, session.keep(nameText, sqlText, plan));
        }
        BackendMessages.parseComplete(reply.out());
    }

    private void parseUnnamed(byte[] sql, int length, int oidCount) {
        statementUnnamed = null;
        PreparedStatement statement = parsed.find(sql, length, oids, oidCount);
        if (statement == null) {
            statement =
                    new PreparedStatement(plan(text(sql, length), Arrays.copyOf(oids, oidCount)));
            parsed.prepared(sql, length, oids, oidCount, statement);
        }
        statementUnnamed = statement;
    }

    private @Nullable BackendPlan plan(String sql, int[] types) {
        List<? extends BackendStatement> statements = session.parse(sql);
        if (statements.size() > 1) {
            throw SqlException.of(
                    SqlState.SYNTAX_ERROR,
                    "cannot insert multiple commands into a prepared statement");
        }
        return statements.isEmpty() ? null : session.prepare(statements.get(0), sql, types);
    }

    private PreparedStatement remember(byte[] name, int length, NamedStatement named) {
        if (statements.size() >= namesMax) {
            statements.clear(FORGET);
        }
        statements.remove(name, 0, length);
        PreparedStatement statement = new PreparedStatement(named);
        statements.put(name, 0, length, statement);
        return statement;
    }

    /** {@code string portal, string statement}, then what {@link BindDecoder} draws. */
    void bind(FrontendMessage message) {
        int portalName = message.string();
        int portalLength = message.stringLength();
        int statementName = message.string();
        int statementLength = message.stringLength();
        PreparedStatement statement = statement(message, statementName, statementLength);
        Portal portal = portalToBind(message, portalName, portalLength);
        portal.bind(statement);
        boolean complete = false;
        try {
            bindDecoder.decode(message, portal, session.format(), statementName, statementLength);
            complete = true;
        } finally {
            if (!complete) {
                portal.release();
            }
        }
        if (portalLength > 0) {
            portals.put(bytes(message, portalName, portalLength), 0, portalLength, portal);
        }
        BackendMessages.bindComplete(reply.out());
    }

    private Portal portalToBind(FrontendMessage message, int name, int length) {
        if (length == 0) {
            portalUnnamed.release();
            return portalUnnamed;
        }
        byte[] nameBytes = bytes(message, name, length);
        if (portals.get(nameBytes, 0, length) != null) {
            throw SqlException.of(
                    SqlState.DUPLICATE_CURSOR,
                    "cursor \"" + text(nameBytes, length) + "\" already exists");
        }
        requireRoom(portals.size());
        BindDecoder.requireText(nameBytes, 0, length);
        return new Portal();
    }

    /** {@code int8 kind, string name}. */
    void describe(FrontendMessage message) {
        byte kind = message.int8();
        int name = message.string();
        int length = message.stringLength();
        message.end();
        switch (kind) {
            case STATEMENT -> {
                PreparedStatement statement = statement(message, name, length);
                BackendMessages.parameterDescription(reply.out(), statement.parameterOids());
                describeRows(statement, statement.formatsText());
            }
            case PORTAL -> {
                Portal portal = portal(message, name, length);
                describeRows(portal.statement(), portal.formats());
            }
            default -> throw invalidSubtype("DESCRIBE", kind);
        }
    }

    private void describeRows(PreparedStatement statement, short[] formats) {
        RowDescription description = statement.description();
        if (description == null) {
            BackendMessages.noData(reply.out());
        } else {
            description.write(reply.out(), formats);
        }
    }

    /** {@code int8 kind, string name}; closing what is not there is no error. */
    void close(FrontendMessage message) {
        byte kind = message.int8();
        int name = message.string();
        int length = message.stringLength();
        message.end();
        byte[] nameBytes = bytes(message, name, length);
        switch (kind) {
            case STATEMENT -> {
                if (length == 0) {
                    statementUnnamed = null;
                } else {
                    statements.remove(nameBytes, 0, length);
                    session.drop(text(nameBytes, length));
                }
            }
            case PORTAL -> {
                Portal portal = length == 0 ? portalUnnamed : portals.remove(nameBytes, 0, length);
                if (portal != null) {
                    portal.release();
                }
            }
            default -> throw invalidSubtype("CLOSE", kind);
        }
        BackendMessages.closeComplete(reply.out());
    }

    /** The portal of a name in {@code message}. */
    Portal portal(FrontendMessage message, int name, int length) {
        byte[] nameBytes = bytes(message, name, length);
        Portal portal = length == 0 ? portalUnnamed : portals.get(nameBytes, 0, length);
        if (portal == null || !portal.isBound()) {
            throw SqlException.of(
                    SqlState.INVALID_CURSOR_NAME,
                    "portal \"" + text(nameBytes, length) + "\" does not exist");
        }
        return portal;
    }

    private PreparedStatement statement(FrontendMessage message, int name, int length) {
        if (length == 0) {
            PreparedStatement unnamed = statementUnnamed;
            if (unnamed == null) {
                throw SqlException.of(
                        SqlState.INVALID_SQL_STATEMENT_NAME,
                        "unnamed prepared statement does not exist");
            }
            return unnamed;
        }
        byte[] nameBytes = bytes(message, name, length);
        PreparedStatement remembered = statements.get(nameBytes, 0, length);
        if (remembered != null && !remembered.isDropped()) {
            return remembered;
        }
        NamedStatement named = session.find(text(nameBytes, length));
        if (named == null) {
            throw SqlException.of(
                    SqlState.INVALID_SQL_STATEMENT_NAME,
                    "prepared statement \"" + text(nameBytes, length) + "\" does not exist");
        }
        return remember(nameBytes, length, named);
    }

    /** The plans of simple queries that come again. */
    QueryCache repeated() {
        return repeated;
    }

    /** A simple query replaces what has no name. */
    void dropUnnamed() {
        statementUnnamed = null;
        portalUnnamed.release();
    }

    /** The transaction has ended: portals do not outlive it. */
    void releasePortals() {
        portalUnnamed.release();
        portals.clear(RELEASE);
    }

    /** The transaction has failed: what ran in it cannot go on. */
    void failPortals() {
        fail(portalUnnamed);
        portals.forEach(FAIL);
    }

    private static void fail(Portal portal) {
        if (portal.state() == Portal.State.STARTED) {
            portal.ended(Portal.State.FAILED);
        }
    }

    /** The next string of a message as UTF-8, in an array that the next one uses again. */
    byte[] textBytes(FrontendMessage message) {
        int start = message.string();
        return textBytes(message, start, message.stringLength());
    }

    private byte[] textBytes(FrontendMessage message, int start, int length) {
        byte[] bytes = bytes(message, start, length);
        BindDecoder.requireText(bytes, 0, length);
        return bytes;
    }

    private byte[] bytes(FrontendMessage message, int start, int length) {
        byte[] bytes = scratch.take(length);
        message.copy(start, bytes, 0, length);
        return bytes;
    }

    static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private void requireRoom(int size) {
        if (size >= namesMax) {
            throw SqlException.of(
                    SqlState.CONFIGURATION_LIMIT_EXCEEDED, "too many portals: " + namesMax);
        }
    }

    private static SqlException invalidSubtype(String message, byte kind) {
        return SqlException.of(
                SqlState.PROTOCOL_VIOLATION,
                "invalid " + message + " message subtype " + (kind & 0xff));
    }
}
