package io.omendb.pgwire.session;

import io.omendb.pgwire.codec.BackendMessages;
import io.omendb.pgwire.codec.FrontendMessage;
import io.omendb.pgwire.codec.FrontendType;
import io.omendb.pgwire.codec.ProtocolViolation;
import io.omendb.pgwire.codec.ReceiveBuffer;
import io.omendb.pgwire.codec.Scratch;
import io.omendb.pgwire.codec.SendBuffer;
import io.omendb.pgwire.codec.SendOverflow;
import io.omendb.pgwire.codec.Severity;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.vector.Batch;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The protocol's state machine for one connection:
 *
 * <pre>
 *   STARTING --session--> IDLE --statement--> RUNNING --COPY FROM STDIN--> COPYING
 *                          ^                     |  ^                        |
 *                          +---------done--------+  +----CopyDone, CopyFail--+
 *   any --Terminate, FATAL--> CLOSING
 * </pre>
 *
 * {@link #process()} takes messages in order until it needs bytes, the engine (WAITING), or room to
 * write; whoever calls it calls again when that has changed. The next message is looked at when the
 * execution before it has ended on the engine, durable or not: {@link Reply} holds back what must
 * wait for durability.
 *
 * <p>An execution that ends its implicit transaction and has nothing before it in it is given to
 * the engine together with the commit: one request on the ring for a simple query of one statement,
 * and for Execute when Sync follows in the buffer.
 */
public final class ProtocolSession implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ProtocolSession.class);

    private enum Phase {
        STARTING,
        IDLE,
        RUNNING,
        COPYING,
        CLOSING
    }

    /** What the running execution is for. */
    private enum Step {
        SIMPLE,
        EXTENDED,
        COMMIT,
        ROLLBACK
    }

    private final ReceiveBuffer in;
    private final SendBuffer out;
    private final Scratch scratch;
    private final SessionLimits limits;
    private final Reply reply;
    private final RowWriter rows;
    private final CopyInput copy;
    private final FrontendMessage message = new FrontendMessage();
    private final Handshake handshake;

    private Phase phase = Phase.STARTING;
    private @Nullable BackendSession session;
    private @Nullable ExtendedQuery extended;

    private Step step = Step.SIMPLE;
    private @Nullable BackendExecution execution;
    private @Nullable PreparedStatement running;
    private @Nullable Portal runningPortal;
    private long rowsMax;

    private SimpleQuery simple = SimpleQuery.NONE;

    /** An execution without its own commit ran outside a transaction block. */
    private boolean implicitOpen;

    private boolean beganInBlock;

    /**
     * The message being answered belongs to the extended protocol: after an error all is skipped up
     * to Sync.
     */
    private boolean inExtended;

    private boolean skipsToSync;
    private boolean endsWhenIdle;
    private boolean fatal;

    public ProtocolSession(
            Backend backend,
            SessionHost host,
            SessionLimits limits,
            ReceiveBuffer in,
            SendBuffer out,
            Scratch scratch) {
        this.in = in;
        this.out = out;
        this.scratch = scratch;
        this.limits = limits;
        this.reply = new Reply(out);
        this.rows = new RowWriter(out);
        this.copy = new CopyInput(scratch, rows);
        this.handshake = new Handshake(backend, host, reply);
    }

    /** True if the connection is to be closed once the send buffer is empty. */
    public boolean isClosing() {
        return phase == Phase.CLOSING;
    }

    /** True if the client was told of a fatal error and may not have read it yet. */
    public boolean isFatal() {
        return fatal;
    }

    /** True while an execution goes on. */
    public boolean isRunning() {
        return phase == Phase.RUNNING || phase == Phase.COPYING;
    }

    /** Takes what has been received and goes on with what runs, as far as possible. */
    public void process() {
        try {
            boolean advanced = true;
            while (advanced && !out.isFull()) {
                advanced =
                        switch (phase) {
                            case STARTING -> start();
                            case IDLE -> answer();
                            case RUNNING -> run();
                            case COPYING -> copyIn();
                            case CLOSING -> false;
                        };
            }
            if (phase == Phase.IDLE) {
                // Acknowledgements leave with the answer of the execution that follows them, in
                // one write; here none does.
                reply.free();
            }
        } catch (ProtocolViolation violation) {
            fatal(
                    SqlException.of(
                            SqlState.PROTOCOL_VIOLATION, String.valueOf(violation.getMessage())));
        } catch (SqlException error) {
            fatal(error);
        } catch (OutOfMemoryError tooLarge) {
            LOGGER.error("a session is closed for want of memory", tooLarge);
            fatal(SqlException.of(SqlState.OUT_OF_MEMORY, "out of memory"));
        } catch (RuntimeException defect) {
            LOGGER.error("a session failed and is closed", defect);
            fatal(SqlException.of(SqlState.INTERNAL_ERROR, "internal error: " + defect));
        }
    }

    /**
     * The server stops: an idle session is told and closed, a running one when its statement has
     * ended.
     */
    public void endWhenIdle() {
        endsWhenIdle = true;
        if (phase == Phase.STARTING) {
            fatal(
                    SqlException.of(
                            SqlState.CANNOT_CONNECT_NOW, "the database system is shutting down"));
        }
    }

    /** The backend has failed: instead of what waits for its disk the client hears why. */
    public void crash(SqlException reason) {
        if (phase != Phase.CLOSING || out.isGated()) {
            reply.abandonDependent();
            fatal(reason);
        }
    }

    /** Start-up takes too long. */
    public void expire() {
        if (phase == Phase.STARTING) {
            phase = Phase.CLOSING;
        }
    }

    private void fatal(SqlException error) {
        phase = Phase.CLOSING;
        fatal = true;
        try {
            out.abandonUnfinished();
            reply.error(Severity.FATAL, error);
        } catch (SendOverflow full) {
            LOGGER.warn(
                    "a client could not be told why its connection is closed: {}",
                    full.getMessage());
        }
    }

    private boolean start() {
        switch (handshake.step(message, in)) {
            case NEEDS_BYTES -> {
                return false;
            }
            case GOES_ON -> {
                return true;
            }
            case OPENED -> {
                session = handshake.session();
                extended = new ExtendedQuery(session, reply, scratch, limits.portalsMax());
                phase = Phase.IDLE;
                return true;
            }
            case CLOSES -> {
                phase = Phase.CLOSING;
                return false;
            }
        }
        throw new AssertionError();
    }

    // ---- messages

    private boolean answer() {
        if (endsWhenIdle) {
            throw SqlException.of(
                    SqlState.ADMIN_SHUTDOWN, "terminating connection due to administrator command");
        }
        if (!message.next(in)) {
            return false;
        }
        byte type = message.type();
        if (skipsToSync && type != FrontendType.SYNC && type != FrontendType.TERMINATE) {
            return true;
        }
        inExtended = type != FrontendType.QUERY && type != FrontendType.SYNC;
        try {
            dispatch(type, extended());
        } catch (SqlException error) {
            fail(error);
        } catch (SendOverflow overflow) {
            fail(reply.overflow(overflow));
        }
        return true;
    }

    private void dispatch(byte type, ExtendedQuery query) {
        switch (type) {
            case FrontendType.QUERY -> simpleQuery(query);
            case FrontendType.PARSE -> query.parse(message);
            case FrontendType.BIND -> query.bind(message);
            case FrontendType.DESCRIBE -> query.describe(message);
            case FrontendType.EXECUTE -> execute(query);
            case FrontendType.CLOSE -> query.close(message);
            case FrontendType.FLUSH -> message.end();
            case FrontendType.SYNC -> {
                message.end();
                sync();
            }
            case FrontendType.TERMINATE -> phase = Phase.CLOSING;
            case FrontendType.FUNCTION_CALL -> {
                inExtended = false;
                throw SqlException.notSupported("function call protocol");
            }
            // Left over from a COPY that has failed: the client had sent them before it heard of
            // it.
            case FrontendType.COPY_DATA, FrontendType.COPY_DONE, FrontendType.COPY_FAIL ->
                    inExtended = false;
            default ->
                    throw new ProtocolViolation("invalid frontend message type " + (type & 0xff));
        }
    }

    private void simpleQuery(ExtendedQuery query) {
        query.dropUnnamed();
        byte[] bytes = query.textBytes(message);
        int length = message.stringLength();
        message.end();
        QueryCache.Entry known = query.repeated().find(bytes, length);
        if (known != null) {
            beginSimple(known.prepared(), known.plan(), known.parameters(), true);
            return;
        }
        simple = SimpleQuery.of(session(), ExtendedQuery.text(bytes, length));
        if (simple.isSingle()) {
            BackendPlan plan = simple.next(session());
            query.repeated().prepared(simple.last(), bytes, length);
            beginSimple(new PreparedStatement(plan), plan, plan.newParameters(), true);
        } else if (simple.hasNext()) {
            nextSimple();
        } else {
            BackendMessages.emptyQueryResponse(out);
            reply.free();
            endImplicit();
        }
    }

    private void nextSimple() {
        BackendPlan plan = simple.next(session());
        beginSimple(new PreparedStatement(plan), plan, plan.newParameters(), false);
    }

    private void beginSimple(
            PreparedStatement prepared, BackendPlan plan, Batch parameters, boolean isSingle) {
        rows.begin(prepared, plan, prepared.formatsText(), session().format(), true);
        rowsMax = Long.MAX_VALUE;
        begin(parameters, plan, isSingle);
        running(Step.SIMPLE, prepared, null);
    }

    /** {@code string portal, int32 most rows, 0 for all}. */
    private void execute(ExtendedQuery query) {
        int name = message.string();
        int nameLength = message.stringLength();
        int rowsAsked = message.int32();
        message.end();
        Portal portal = query.portal(message, name, nameLength);
        PreparedStatement prepared = portal.statement();
        BackendPlan plan = prepared.plan();
        if (plan == null) {
            BackendMessages.emptyQueryResponse(out);
            reply.free();
            return;
        }
        rowsMax = rowsAsked <= 0 ? Long.MAX_VALUE : rowsAsked;
        switch (portal.state()) {
            case BOUND -> {
                rows.begin(prepared, plan, portal.formats(), session().format(), false);
                boolean last = rowsAsked <= 0 && FrontendMessage.isSyncNext(in);
                portal.started(begin(portal.parameters(), plan, last));
                running(Step.EXTENDED, prepared, portal);
            }
            case STARTED -> {
                rows.begin(prepared, plan, portal.formats(), session().format(), false);
                execution = portal.execution();
                running(Step.EXTENDED, prepared, portal);
            }
            case DONE -> {
                // A query that has delivered all its rows has none left; a command is not done
                // twice.
                if (prepared.description() == null) {
                    throw Portal.cannotBeRun(session());
                }
                reply.noRowsLeft();
            }
            case FAILED -> throw Portal.cannotBeRun(session());
        }
    }

    private void sync() {
        skipsToSync = false;
        endImplicit();
    }

    private void endImplicit() {
        if (implicitOpen && session().transactionStatus() == 'I') {
            execution = session().commitImplicit();
            running(Step.COMMIT, null, null);
        } else {
            ready();
        }
    }

    private void ready() {
        implicitOpen = false;
        BackendSession of = session();
        if (of.transactionStatus() == 'I') {
            extended().releasePortals();
        }
        reply.readyForQuery(of);
        phase = Phase.IDLE;
    }

    // ---- executions

    private BackendExecution begin(Batch parameters, BackendPlan plan, boolean last) {
        BackendSession of = session();
        boolean outside = of.transactionStatus() == 'I';
        boolean commits = last && outside && !implicitOpen;
        BackendExecution begun = of.execute(plan, parameters, commits);
        implicitOpen = outside && !commits;
        beganInBlock = !outside;
        execution = begun;
        return begun;
    }

    private void running(Step of, @Nullable PreparedStatement prepared, @Nullable Portal portal) {
        step = of;
        running = prepared;
        runningPortal = portal;
        phase = Phase.RUNNING;
    }

    private boolean run() {
        BackendExecution current = Objects.requireNonNull(execution);
        try {
            boolean limited = step == Step.EXTENDED && rowsMax != Long.MAX_VALUE;
            long rowsLeft = limited ? rowsMax - rows.rowsTaken() : Long.MAX_VALUE;
            int unsentBefore = out.unsentBytes();
            BackendExecution.Progress progress = current.advance(rows, rowsLeft);
            BackendSession of = session();
            if (out.unsentBytes() != unsentBefore) {
                reply.dependent();
            }
            SendOverflow overflow = rows.overflow();
            if (overflow != null) {
                throw SqlException.of(
                        SqlState.PROGRAM_LIMIT_EXCEEDED, String.valueOf(overflow.getMessage()));
            }
            reply.notices(of);
            return switch (progress) {
                case DONE -> {
                    done(current, of);
                    yield true;
                }
                case SUSPENDED -> {
                    suspended();
                    yield true;
                }
                case SINK_FULL -> !out.isFull();
                case WAITING -> false;
                case COPY_IN -> {
                    BackendPlan plan = running == null ? null : running.plan();
                    BackendMessages.copyInResponse(out, plan == null ? 0 : plan.copyColumnCount());
                    reply.free();
                    phase = Phase.COPYING;
                    yield true;
                }
            };
        } catch (SqlException error) {
            fail(error);
            return true;
        }
    }

    private void done(BackendExecution ended, BackendSession of) {
        execution = null;
        switch (step) {
            case SIMPLE -> {
                complete(ended, of);
                ended.close();
                phase = Phase.IDLE;
                if (simple.hasNext()) {
                    nextSimple();
                } else {
                    simple = SimpleQuery.NONE;
                    endImplicit();
                }
            }
            case EXTENDED -> {
                complete(ended, of);
                Objects.requireNonNull(runningPortal).ended(Portal.State.DONE);
                if (beganInBlock && of.transactionStatus() == 'I') {
                    extended().releasePortals();
                }
                phase = Phase.IDLE;
            }
            case COMMIT -> {
                ended.close();
                ready();
            }
            case ROLLBACK -> {
                ended.close();
                rolledBack();
            }
        }
    }

    private void complete(BackendExecution ended, BackendSession of) {
        rows.finish();
        PreparedStatement prepared = running;
        boolean bare = prepared != null && prepared.description() == null && !rows.isCopyOut();
        reply.commandComplete(of, ended, bare);
    }

    private void suspended() {
        BackendMessages.portalSuspended(out);
        reply.free();
        execution = null;
        phase = Phase.IDLE;
    }

    private boolean copyIn() {
        BackendExecution current = Objects.requireNonNull(execution);
        try {
            return switch (copy.step(current, message, in)) {
                case WAITS -> false;
                case GOES_ON -> true;
                case ENDED -> {
                    phase = Phase.RUNNING;
                    yield true;
                }
                case TERMINATED -> {
                    phase = Phase.CLOSING;
                    yield false;
                }
            };
        } catch (SqlException error) {
            fail(error);
            return true;
        }
    }

    // ---- errors

    /**
     * Tells the error, ends what ran, undoes the implicit transaction, and goes on where the
     * protocol says.
     */
    private void fail(SqlException error) {
        BackendExecution failed = execution;
        execution = null;
        out.abandonUnfinished();
        Portal portal = runningPortal;
        if (portal != null) {
            portal.ended(Portal.State.FAILED);
        } else if (failed != null) {
            failed.close();
        }
        boolean endFailed = isRunning() && (step == Step.COMMIT || step == Step.ROLLBACK);
        runningPortal = null;
        running = null;
        simple = SimpleQuery.NONE;
        phase = Phase.IDLE;
        reply.error(Severity.ERROR, error);
        extended().failPortals();
        BackendSession of = session();
        if (of.transactionStatus() == 'T') {
            of.failTransaction();
        }
        if (implicitOpen && !endFailed && of.transactionStatus() == 'I') {
            execution = of.rollbackImplicit();
            running(Step.ROLLBACK, null, null);
        } else {
            rolledBack();
        }
    }

    private void rolledBack() {
        implicitOpen = false;
        phase = Phase.IDLE;
        if (inExtended) {
            skipsToSync = true;
        } else {
            ready();
        }
    }

    private BackendSession session() {
        BackendSession opened = session;
        if (opened == null) {
            throw new AssertionError("not started");
        }
        return opened;
    }

    private ExtendedQuery extended() {
        ExtendedQuery query = extended;
        if (query == null) {
            throw new AssertionError("not started");
        }
        return query;
    }

    /**
     * The connection is gone or is being closed: what runs is cancelled, what is open is rolled
     * back.
     */
    @Override
    public void close() {
        phase = Phase.CLOSING;
        BackendSession opened = session;
        if (opened == null) {
            return;
        }
        session = null;
        BackendExecution current = execution;
        if (current != null) {
            opened.cancel();
            if (runningPortal == null) {
                current.close();
            }
            execution = null;
        }
        if (extended != null) {
            extended.releasePortals();
        }
        opened.close();
    }
}
