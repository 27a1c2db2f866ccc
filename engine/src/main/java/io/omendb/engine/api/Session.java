package io.omendb.engine.api;

import io.omendb.engine.catalog.SystemSnapshot;
import io.omendb.engine.exec.ArgumentRow;
import io.omendb.engine.exec.ExecutablePlan;
import io.omendb.engine.exec.PlanCompiler;
import io.omendb.engine.txn.EndOperation;
import io.omendb.engine.txn.Operation;
import io.omendb.engine.txn.Schema;
import io.omendb.engine.txn.WriterSession;
import io.omendb.offheap.EpochSlot;
import io.omendb.sql.bind.Binder;
import io.omendb.sql.bind.BoundStatement;
import io.omendb.sql.bind.OutputColumn;
import io.omendb.sql.bind.ParameterTypes;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.function.FunctionRegistry;
import io.omendb.sql.syntax.Parser;
import io.omendb.sql.syntax.Statement;
import io.omendb.sql.syntax.StatementShape;
import io.omendb.sql.vector.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client's conversation with the database. No method blocks; what has to wait says {@link
 * Progress#WAITING}, and the session's {@link Wakeup} tells when to go on.
 *
 * <p>One thread at a time, but for {@link #cancel}. One execution at a time is being advanced;
 * suspended ones may be open beside it.
 *
 * <pre>
 *            BEGIN                     an error
 *   IDLE ------------> BLOCK ---------------------------> FAILED
 *    |  ^  COMMIT, ROLLBACK |                               |
 *    |  +-------------------+-------------------------------+
 *    |  |  commitImplicit, rollbackImplicit, an error
 *    v  |
 *   IMPLICIT   (statements of one message, or up to Sync, that have changed something)
 * </pre>
 */
public final class Session implements AutoCloseable {
    enum State {
        IDLE,
        IMPLICIT,
        BLOCK,
        FAILED
    }

    /**
     * How often an EXECUTE may lead to another: names can be given anew so that they go in circles.
     */
    private static final int CALL_DEPTH_MAX = 16;

    private static final int[] NO_PARAMETERS = {};

    private final Database database;
    private final int id;
    private final SessionOptions options;
    private final Wakeup wakeup;
    private final Settings settings;
    private final WriterSession writer;
    private final EpochSlot epoch;
    private final SessionContext context;
    private final EndOperation end;
    private final EndExecution ending;
    private final NamedStatements named;
    private final Deque<ReadView> unusedViews = new ArrayDeque<>();
    private final Deque<StatementExecution> open = new ArrayDeque<>();
    private final List<Notice> notices = new ArrayList<>();
    private State state = State.IDLE;
    private final long startMicros;
    private final StatementDeadline deadline;
    private @Nullable Operation submitted;
    private @Nullable RowSource working;
    private final boolean usesWorkers;
    private volatile boolean closed;
    private boolean closeSubmitted;
    private boolean retired;

    Session(Database database, int id, SessionOptions options, Wakeup wakeup, boolean usesWorkers) {
        this.usesWorkers = usesWorkers;
        this.database = database;
        this.id = id;
        this.options = options;
        this.wakeup = wakeup;
        this.settings =
                new Settings(database.config().serverVersion(), options.user(), options.settings());
        this.writer = database.writerProxy().open(this::wake);
        this.epoch = database.epochs().register();
        this.end = new EndOperation(writer);
        this.context = new SessionContext(this, database);
        this.named = new NamedStatements(context);
        this.startMicros = context.clockMicros();
        this.ending = new EndExecution(this);
        this.deadline =
                new StatementDeadline(database.statementTimer(), database.clock(), this::timeOut);
        settings.observe(this::settingChanged);
        isReadOnly(settings.isOn("default_transaction_read_only"));
    }

    /** The number by which this session is known: pg_backend_pid(), CancelRequest. */
    public int id() {
        return id;
    }

    public SessionOptions options() {
        return options;
    }

    public Settings settings() {
        return settings;
    }

    // ---- preparing

    /**
     * The statements of a text; none if it is empty.
     *
     * @throws SqlException 42601 with a position, for an error anywhere in the text
     */
    public List<Statement> parse(String sql) {
        return Parser.parse(sql);
    }

    /**
     * Binds names and types and plans.
     *
     * @param text the whole text that the statement is part of
     * @param parameterOids types of the first parameters, 0 where they are to be inferred; null if
     *     there may be none
     * @throws SqlException if it cannot be, 25P02 in a failed transaction
     */
    public PreparedPlan prepare(Statement statement, String text, int @Nullable [] parameterOids) {
        beginPlanning(statement);
        return plan(statement, text, parameterOids);
    }

    /**
     * Plans a statement that has been prepared already, for all texts of its shape.
     *
     * @param text as the client sent it
     * @return null if nothing is to be gained
     */
    public @Nullable RepeatedPlan repeat(Statement statement, StatementShape shape, byte[] text) {
        return RepeatedPlanner.plan(this, statement, shape, text);
    }

    /**
     * Takes a plan in the place of preparing its text, which has no quoted string, once more.
     *
     * @return false if preparing would make another plan
     * @throws SqlException 25P02 in a failed transaction
     */
    public boolean reuse(PreparedPlan plan) {
        beginPlanning(plan.statement());
        return plan.call() == null && plan.isMadeFor(currentSchema(), settings.format());
    }

    /** What is planned and not executed has no transaction of its own. */
    void beginPlanning(Statement statement) {
        requireUsable(statement);
        context.beginStatement();
        if (state == State.IDLE) {
            context.endTransaction();
        }
    }

    /** Plans a statement, which may be part of the one that is running. */
    PreparedPlan plan(Statement statement, String text, int @Nullable [] parameterOids) {
        if (statement instanceof Statement.Execute execute) {
            return planCall(execute, text);
        }
        Schema schema = currentSchema();
        writer.dependOn(schema.lsn());
        ParameterTypes parameters =
                parameterOids == null
                        ? ParameterTypes.none()
                        : ParameterTypes.declared(parameterOids);
        BoundStatement bound =
                Binder.bind(
                        statement,
                        schema.catalog(),
                        FunctionRegistry.standard(),
                        parameters,
                        context.format());
        ExecutablePlan plan = PlanCompiler.compile(bound, schema.catalog(), context);
        List<OutputColumn> columns = UtilityExecution.columns(plan);
        return new PreparedPlan(
                statement,
                text,
                parameterOids,
                parameters.resolved(),
                columns,
                plan,
                schema,
                settings.format(),
                null);
    }

    /** EXECUTE is what it calls, with parameters of its own making; it takes none itself. */
    private PreparedPlan planCall(Statement.Execute execute, String text) {
        NamedStatement target = named.require(execute.name());
        PreparedPlan called = target.plan();
        if (called == null) {
            throw SqlException.notSupported("EXECUTE of an empty statement");
        }
        Schema schema = currentSchema();
        writer.dependOn(schema.lsn());
        List<BoundExpression> arguments =
                Binder.bindArguments(
                        execute,
                        called.parameterTypes(),
                        schema.catalog(),
                        FunctionRegistry.standard(),
                        context.format());
        return new PreparedPlan(
                execute,
                text,
                NO_PARAMETERS,
                List.of(),
                called.columns(),
                called.plan(),
                schema,
                settings.format(),
                new StatementCall(target, called, ArgumentRow.compile(arguments, context)));
    }

    /** Plans again what was planned for another catalog. */
    void refresh(PreparedPlan prepared) {
        if (prepared.isStale(currentSchema())) {
            prepared.replace(plan(prepared.statement(), prepared.text(), prepared.parameterOids()));
        }
    }

    /** The prepared statements of this session that have a name. */
    public NamedStatements statements() {
        return named;
    }

    /** In a failed transaction nothing but its end is heard. */
    private void requireUsable(Statement statement) {
        if (state == State.FAILED && !UtilityExecution.endsTransaction(statement)) {
            throw SqlException.of(
                    SqlState.IN_FAILED_SQL_TRANSACTION,
                    "current transaction is aborted, commands ignored until end of transaction block");
        }
    }

    // ---- executing

    /**
     * Begins an execution.
     *
     * @param parameters one row, made by {@link PreparedPlan#newParameters}; the execution's until
     *     it is closed
     * @param commitWithStatement outside a transaction block: the statement is a transaction of its
     *     own; otherwise {@link #commitImplicit} ends it
     */
    public Execution execute(PreparedPlan plan, Batch parameters, boolean commitWithStatement) {
        requireUsable(plan.statement());
        context.beginStatement();
        PreparedPlan run = plan;
        Batch row = parameters;
        for (int depth = 0; run.call() != null; depth++) {
            refresh(run);
            StatementCall call = run.call();
            assert call != null;
            if (depth == CALL_DEPTH_MAX) {
                throw SqlException.of(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
            }
            row = call.parameters();
            run = call.plan();
        }
        return StatementExecution.begin(this, run, row, commitWithStatement);
    }

    /**
     * Ends the implicit transaction of executions begun without {@code commitWithStatement};
     * harmless without one.
     */
    public Execution commitImplicit() {
        ending.begin(EndOperation.Kind.COMMIT, state == State.IMPLICIT);
        return ending;
    }

    /** Takes the implicit transaction back; harmless without one. */
    public Execution rollbackImplicit() {
        ending.begin(EndOperation.Kind.ROLLBACK, state == State.IMPLICIT);
        return ending;
    }

    /** As ReadyForQuery tells it: I no transaction block, T in one, E in a failed one. */
    public char transactionStatus() {
        return switch (state) {
            case IDLE, IMPLICIT -> 'I';
            case BLOCK -> 'T';
            case FAILED -> 'E';
        };
    }

    /**
     * An error that the engine did not see happened: a transaction block fails, an implicit
     * transaction is undone.
     */
    public void failTransaction() {
        failed();
        if (writer.transaction().slot() >= 0 && !end.isUnderWay()) {
            end.prepareEnd(EndOperation.Kind.ROLLBACK);
            submit(end);
        }
    }

    /** What was produced so far may leave when {@link Database#durableLsn()} has reached this. */
    public long dependsLsn() {
        return writer.gateLsn();
    }

    /** Ends what runs with 57014, if anything runs. Thread: any. */
    public void cancel() {
        cancel("canceling statement due to user request");
    }

    private void timeOut() {
        cancel("canceling statement due to statement timeout");
    }

    private void cancel(String message) {
        database.writerProxy().cancel(writer, SqlException.of(SqlState.QUERY_CANCELED, message));
        wakeup.wake();
    }

    private void settingChanged(String key, String value) {
        switch (key) {
            case "statement_timeout" -> deadline.timeout(Settings.millis(value));
            case "synchronous_commit" -> writer.synchronous(value.equals("on"));
            default -> {
                // read where it is needed
            }
        }
    }

    /** What was to be told to the client since the last call; mostly empty. */
    public List<Notice> takeNotices() {
        if (notices.isEmpty()) {
            return List.of();
        }
        List<Notice> taken = List.copyOf(notices);
        notices.clear();
        return taken;
    }

    /**
     * Rolls back what is open and cancels what runs. If something is under way on the writer, the
     * session's parts are given back when that has ended, on the writer's thread.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        cancel();
        closed = true;
        retire();
    }

    /** Something that the session waits for is there. Thread: any. */
    void wake() {
        if (closed) {
            retire();
        } else {
            wakeup.wake();
        }
    }

    /**
     * Takes the end one step further, unless something is under way: its completion comes here
     * again.
     */
    private synchronized void retire() {
        if (retired || !isQuiet()) {
            return;
        }
        for (StatementExecution execution : List.copyOf(open)) {
            execution.close();
        }
        if (!closeSubmitted) {
            closeSubmitted = true;
            end.prepareEnd(EndOperation.Kind.CLOSE);
            submit(end);
            return;
        }
        retired = true;
        deadline.timeout(0);
        for (ReadView view : unusedViews) {
            view.close();
        }
        unusedViews.clear();
        database.epochs().unregister(epoch);
        database.retired(this);
    }

    /** Whether neither the writer nor a query worker has anything of this session. */
    boolean isQuiet() {
        Operation operation = submitted;
        RowSource source = working;
        return (operation == null || !operation.isUnderWay())
                && (source == null || !source.isUnderWay());
    }

    // ---- what executions and the database use

    Database database() {
        return database;
    }

    /**
     * As pg_stat_activity shows it; may be asked for by another session, so what it says may be a
     * little old.
     */
    SystemSnapshot.Session describe() {
        String application = settings.get("application_name");
        return new SystemSnapshot.Session(
                id,
                options.user(),
                application == null ? "" : application,
                null,
                -1,
                startMicros,
                null,
                startMicros,
                startMicros,
                switch (state) {
                    case IDLE -> "idle";
                    case IMPLICIT -> "active";
                    case BLOCK -> "idle in transaction";
                    case FAILED -> "idle in transaction (aborted)";
                },
                null,
                "");
    }

    WriterSession writerSession() {
        return writer;
    }

    SessionContext context() {
        return context;
    }

    EndOperation endOperation() {
        return end;
    }

    State state() {
        return state;
    }

    /** The schema as this session sees it: with the changes of its own transaction. */
    Schema currentSchema() {
        Schema own = writer.transaction().schema();
        return own == null ? database.schemas().committed() : own;
    }

    /**
     * Whether long reads of this session go to the query workers: not where its own thread may be
     * kept.
     */
    boolean usesWorkers() {
        return usesWorkers;
    }

    void runOnWorker(RowSource source) {
        working = source;
        database.queryWorkers().submit(source);
    }

    void submit(Operation operation) {
        submitted = operation;
        database.writerProxy().submit(operation);
    }

    void notice(Notice.Severity severity, SqlException content) {
        String least = settings.show("client_min_messages");
        boolean told =
                switch (severity) {
                    case INFO -> true;
                    case WARNING -> !least.equals("error");
                    case NOTICE -> !least.equals("error") && !least.equals("warning");
                };
        if (told) {
            notices.add(new Notice(severity, content));
        }
    }

    boolean isReadOnly() {
        return settings.isOn("transaction_read_only");
    }

    void isReadOnly(boolean value) {
        settings.assign("transaction_read_only", value ? "on" : "off");
    }

    StatementDeadline deadline() {
        return deadline;
    }

    /** A statement has run in an implicit transaction that goes on. */
    void enterImplicit() {
        if (state == State.IDLE) {
            state = State.IMPLICIT;
        }
    }

    void enterBlock() {
        state = State.BLOCK;
    }

    /** The transaction is over and the session outside of any. */
    void leaveTransaction(boolean committed) {
        closePortals();
        state = State.IDLE;
        context.endTransaction();
        if (committed) {
            settings.commit();
        } else {
            settings.rollback();
        }
        isReadOnly(settings.isOn("default_transaction_read_only"));
    }

    /** A statement failed and the writer has undone the transaction. */
    void failed() {
        if (state == State.BLOCK || state == State.FAILED) {
            state = State.FAILED;
        } else {
            leaveTransaction(false);
        }
    }

    /** A snapshot's own readers do not run while its transaction ends (PROTOCOL 9). */
    private void closePortals() {
        while (!open.isEmpty()) {
            open.peek().close();
        }
    }

    void opened(StatementExecution execution) {
        open.push(execution);
    }

    void closed(StatementExecution execution) {
        open.remove(execution);
    }

    ReadView takeView() {
        ReadView view = unusedViews.poll();
        return view == null ? new ReadView(this, database.rows().openSnapshot(), epoch) : view;
    }

    void giveBack(ReadView view) {
        view.release();
        unusedViews.push(view);
    }
}
