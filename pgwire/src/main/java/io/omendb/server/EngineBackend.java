package io.omendb.server;

import io.omendb.engine.api.CopyDirection;
import io.omendb.engine.api.Database;
import io.omendb.engine.api.Execution;
import io.omendb.engine.api.Notice;
import io.omendb.engine.api.PreparedPlan;
import io.omendb.engine.api.RepeatedPlan;
import io.omendb.engine.api.Session;
import io.omendb.engine.api.SessionOptions;
import io.omendb.pgwire.codec.RowDescription;
import io.omendb.pgwire.codec.Severity;
import io.omendb.pgwire.session.Backend;
import io.omendb.pgwire.session.BackendExecution;
import io.omendb.pgwire.session.BackendPlan;
import io.omendb.pgwire.session.BackendSession;
import io.omendb.pgwire.session.BackendStatement;
import io.omendb.pgwire.session.NamedStatement;
import io.omendb.pgwire.session.RepeatedQuery;
import io.omendb.pgwire.session.RowSink;
import io.omendb.pgwire.session.SettingListener;
import io.omendb.pgwire.session.Wakeup;
import io.omendb.pipeline.StepLog;
import io.omendb.sql.bind.OutputColumn;
import io.omendb.sql.syntax.Statement;
import io.omendb.sql.syntax.StatementShape;
import io.omendb.sql.types.ByteSink;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The engine behind the wire's sessions. Its parts only pass on, and are reused as long as what
 * they stand for.
 */
final class EngineBackend implements Backend {
    private final Database database;

    EngineBackend(Database database) {
        this.database = database;
    }

    @Override
    public BackendSession connect(
            int processId,
            String user,
            String databaseName,
            Map<String, String> settings,
            Wakeup wakeup) {
        return new EngineSession(
                database.connect(
                        new SessionOptions(user, databaseName, settings, processId), wakeup::wake));
    }

    @Override
    public long durableLsn() {
        return database.durableLsn();
    }

    @Override
    public void onDurable(Runnable hook) {
        database.onDurable(hook);
    }

    @Override
    public void showSteps(String thread, StepLog<?> log) {
        database.showSteps(thread, log);
    }

    @Override
    public void close() {
        database.close();
    }

    private record EngineStatement(Statement statement) implements BackendStatement {}

    private record EngineQuery(RepeatedPlan repeated, BackendPlan plan) implements RepeatedQuery {
        @Override
        public boolean[] lifted() {
            return repeated.lifted();
        }

        @Override
        public boolean isCurrent() {
            return repeated.isCurrent();
        }

        @Override
        public boolean begin(StatementShape text, Batch parameters) {
            return repeated.begin(text, parameters);
        }
    }

    private record EngineNamed(
            io.omendb.engine.api.NamedStatement known, @Nullable BackendPlan plan)
            implements NamedStatement {
        @Override
        public boolean isDropped() {
            return known.isDropped();
        }
    }

    private static final class EngineSession implements BackendSession {
        private final Session session;
        private final EngineExecution ending = new EngineExecution();

        EngineSession(Session session) {
            this.session = session;
        }

        @Override
        public List<? extends BackendStatement> parse(String sql) {
            List<EngineStatement> statements = new ArrayList<>();
            for (Statement statement : session.parse(sql)) {
                statements.add(new EngineStatement(statement));
            }
            return statements;
        }

        @Override
        public BackendPlan prepare(
                BackendStatement statement, String sql, int @Nullable [] parameterOids) {
            return new EnginePlan(
                    session.prepare(((EngineStatement) statement).statement(), sql, parameterOids));
        }

        @Override
        public boolean reuse(BackendPlan plan) {
            return session.reuse(((EnginePlan) plan).plan);
        }

        @Override
        public @Nullable RepeatedQuery repeat(
                BackendStatement statement, StatementShape shape, byte[] text) {
            RepeatedPlan repeated =
                    session.repeat(((EngineStatement) statement).statement(), shape, text);
            return repeated == null
                    ? null
                    : new EngineQuery(repeated, new EnginePlan(repeated.plan()));
        }

        @Override
        public NamedStatement keep(String name, String sql, @Nullable BackendPlan plan) {
            return new EngineNamed(
                    session.statements()
                            .keep(name, sql, plan == null ? null : ((EnginePlan) plan).plan),
                    plan);
        }

        @Override
        public @Nullable NamedStatement find(String name) {
            io.omendb.engine.api.NamedStatement found = session.statements().find(name);
            if (found == null) {
                return null;
            }
            PreparedPlan plan = found.plan();
            return new EngineNamed(found, plan == null ? null : new EnginePlan(plan));
        }

        @Override
        public void drop(String name) {
            session.statements().drop(name);
        }

        @Override
        public BackendExecution execute(
                BackendPlan plan, Batch parameters, boolean commitWithStatement) {
            EnginePlan prepared = (EnginePlan) plan;
            return prepared.execution(
                    session.execute(prepared.plan, parameters, commitWithStatement));
        }

        @Override
        public BackendExecution commitImplicit() {
            return ending.wrap(session.commitImplicit());
        }

        @Override
        public BackendExecution rollbackImplicit() {
            return ending.wrap(session.rollbackImplicit());
        }

        @Override
        public char transactionStatus() {
            return session.transactionStatus();
        }

        @Override
        public void failTransaction() {
            session.failTransaction();
        }

        @Override
        public long dependsLsn() {
            return session.dependsLsn();
        }

        @Override
        public void cancel() {
            session.cancel();
        }

        @Override
        public @Nullable String setting(String name) {
            return session.settings().get(name);
        }

        @Override
        public SessionFormat format() {
            return session.settings().format();
        }

        @Override
        public void onSettingChange(SettingListener listener) {
            session.settings().onChange(listener::changed);
        }

        @Override
        public List<io.omendb.pgwire.session.Notice> takeNotices() {
            List<Notice> taken = session.takeNotices();
            if (taken.isEmpty()) {
                return List.of();
            }
            List<io.omendb.pgwire.session.Notice> notices = new ArrayList<>();
            for (Notice notice : taken) {
                notices.add(
                        new io.omendb.pgwire.session.Notice(
                                severity(notice.severity()), notice.content()));
            }
            return notices;
        }

        private static Severity severity(Notice.Severity severity) {
            return switch (severity) {
                case NOTICE -> Severity.NOTICE;
                case WARNING -> Severity.WARNING;
                case INFO -> Severity.INFO;
            };
        }

        @Override
        public void close() {
            session.close();
        }
    }

    private static final class EnginePlan implements BackendPlan {
        private final PreparedPlan plan;
        private final List<SqlType> columnTypes;
        private @Nullable EngineExecution kept;

        EnginePlan(PreparedPlan plan) {
            this.plan = plan;
            this.columnTypes = plan.columns().stream().map(OutputColumn::type).toList();
        }

        /** An execution that was closed is used again. */
        EngineExecution execution(Execution running) {
            EngineExecution execution = kept;
            if (execution == null || execution.isOpen()) {
                execution = new EngineExecution();
                kept = execution;
            }
            return execution.wrap(running);
        }

        @Override
        public List<SqlType> parameterTypes() {
            return plan.parameterTypes();
        }

        @Override
        public List<SqlType> columnTypes() {
            return columnTypes;
        }

        @Override
        public RowDescription describe() {
            RowDescription.Builder builder = new RowDescription.Builder(plan.columns().size());
            for (OutputColumn column : plan.columns()) {
                builder.column(
                        column.name(), column.tableOid(), column.attributeNumber(), column.type());
            }
            return builder.build();
        }

        @Override
        public boolean returnsRows() {
            return plan.returnsRows();
        }

        @Override
        public Copy copy() {
            CopyDirection direction = plan.copy();
            return switch (direction) {
                case NONE -> Copy.NONE;
                case FROM_CLIENT -> Copy.IN;
                case TO_CLIENT -> Copy.OUT;
            };
        }

        @Override
        public int copyColumnCount() {
            return plan.copyColumnCount();
        }

        @Override
        public Batch newParameters() {
            return plan.newParameters();
        }
    }

    /** Passes an execution of the engine on, and rows from there to the wire's sink. */
    private static final class EngineExecution
            implements BackendExecution, io.omendb.engine.api.RowSink {
        private @Nullable Execution running;
        private @Nullable RowSink sink;

        EngineExecution wrap(Execution execution) {
            this.running = execution;
            return this;
        }

        boolean isOpen() {
            return running != null;
        }

        private Execution running() {
            Execution execution = running;
            if (execution == null) {
                throw new IllegalStateException("the execution is closed");
            }
            return execution;
        }

        private RowSink sink() {
            RowSink target = sink;
            assert target != null;
            return target;
        }

        @Override
        public BackendExecution.Progress advance(RowSink target, long rowsMax) {
            sink = target;
            try {
                io.omendb.engine.api.Progress progress = running().advance(this, rowsMax);
                return switch (progress) {
                    case DONE -> BackendExecution.Progress.DONE;
                    case SUSPENDED -> BackendExecution.Progress.SUSPENDED;
                    case SINK_FULL -> BackendExecution.Progress.SINK_FULL;
                    case WAITING -> BackendExecution.Progress.WAITING;
                    case COPY_IN -> BackendExecution.Progress.COPY_IN;
                };
            } finally {
                sink = null;
            }
        }

        @Override
        public void writeTag(ByteSink out) {
            running().writeTag(out);
        }

        @Override
        public boolean copyReady() {
            return running().copyReady();
        }

        @Override
        public void copyData(byte[] bytes, int offset, int length) {
            running().copyData(bytes, offset, length);
        }

        @Override
        public void copyDone() {
            running().copyDone();
        }

        @Override
        public void copyFail(String message) {
            running().copyFail(message);
        }

        @Override
        public void close() {
            Execution execution = running;
            if (execution != null) {
                running = null;
                execution.close();
            }
        }

        @Override
        public int accept(Batch batch, int first, int count) {
            return sink().accept(batch, first, count);
        }

        @Override
        public void copyOut(byte[] bytes, int offset, int length) {
            sink().copyOut(bytes, offset, length);
        }

        @Override
        public boolean isFull() {
            return sink().isFull();
        }
    }
}
