package io.omendb.pgwire.testing;

import io.omendb.pgwire.codec.Severity;
import io.omendb.pgwire.session.BackendExecution;
import io.omendb.pgwire.session.BackendPlan;
import io.omendb.pgwire.session.BackendSession;
import io.omendb.pgwire.session.BackendStatement;
import io.omendb.pgwire.session.NamedStatement;
import io.omendb.pgwire.session.Notice;
import io.omendb.pgwire.session.RepeatedQuery;
import io.omendb.pgwire.session.SettingListener;
import io.omendb.pgwire.session.Wakeup;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.syntax.StatementShape;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session of {@link MemoryBackend}. Its statements, separated by semicolons:
 *
 * <pre>
 *   rows K            K rows (i int4, t text)      begin, commit, rollback
 *   echo TYPE ...     one row of the parameters    fail STATE MESSAGE
 *   put               a change                     wait          waits for release()
 *   copyin, copyout K COPY                         set NAME VALUE
 *   notice TEXT                                    syntax        42601 when parsed
 *   wide N            a row of N bytes             defect        a defect of the engine
 * </pre>
 */
public final class MemorySession implements BackendSession {
    final MemoryBackend backend;
    final Wakeup wakeup;
    private final Map<String, String> settings = new HashMap<>();
    private final Map<String, NamedPlan> named = new HashMap<>();
    private @Nullable SettingListener listener;
    private List<Notice> notices = List.of();
    char status = 'I';
    boolean implicitOpen;
    boolean changed;
    long dependsLsn;
    volatile boolean cancelled;
    public boolean released;
    public boolean closed;
    public int executionsOpen;
    public final ByteArrayOutputStream copied = new ByteArrayOutputStream();
    public boolean copyHeld;
    private final MemoryExecution execution = new MemoryExecution(this);
    private final MemoryExecution end = new MemoryExecution(this);

    MemorySession(MemoryBackend backend, String user, Map<String, String> asked, Wakeup wakeup) {
        this.backend = backend;
        this.wakeup = wakeup;
        settings.put("server_version", "18.0");
        settings.put("client_encoding", "UTF8");
        settings.put("integer_datetimes", "on");
        settings.put("application_name", "");
        settings.put("session_authorization", user);
        settings.putAll(asked);
    }

    record Words(String verb, String rest) implements BackendStatement {
        static Words of(String text) {
            int space = text.indexOf(' ');
            String verb = (space < 0 ? text : text.substring(0, space)).toLowerCase(Locale.ROOT);
            return new Words(verb, space < 0 ? "" : text.substring(space + 1));
        }
    }

    @Override
    public List<Words> parse(String sql) {
        List<Words> parsed = new ArrayList<>();
        for (String part : sql.split(";")) {
            if (part.isBlank()) {
                continue;
            }
            if (part.strip().equals("syntax")) {
                throw SqlException.of(SqlState.SYNTAX_ERROR, "syntax error at or near \"syntax\"")
                        .withPosition(sql.indexOf("syntax") + 1);
            }
            parsed.add(Words.of(part.strip()));
        }
        return parsed;
    }

    @Override
    public BackendPlan prepare(
            BackendStatement statement, String sql, int @Nullable [] parameterOids) {
        Words words = (Words) statement;
        if (status == 'E' && !words.verb().equals("rollback") && !words.verb().equals("commit")) {
            throw aborted();
        }
        MemoryPlan plan = new MemoryPlan(words, parameterOids == null ? new int[0] : parameterOids);
        if (parameterOids == null && !plan.parameterTypes().isEmpty()) {
            throw SqlException.of(SqlState.UNDEFINED_PARAMETER, "there is no parameter $1");
        }
        return plan;
    }

    @Override
    public boolean reuse(BackendPlan plan) {
        return false;
    }

    @Override
    public @Nullable RepeatedQuery repeat(
            BackendStatement statement, StatementShape shape, byte[] text) {
        return null;
    }

    @Override
    public NamedStatement keep(String name, String sql, @Nullable BackendPlan plan) {
        if (named.containsKey(name)) {
            throw SqlException.of(
                    SqlState.DUPLICATE_PREPARED_STATEMENT,
                    "prepared statement \"" + name + "\" already exists");
        }
        NamedPlan kept = new NamedPlan(plan);
        named.put(name, kept);
        return kept;
    }

    @Override
    public @Nullable NamedStatement find(String name) {
        return named.get(name);
    }

    @Override
    public void drop(String name) {
        NamedPlan dropped = named.remove(name);
        if (dropped != null) {
            dropped.isDropped = true;
        }
    }

    private static final class NamedPlan implements NamedStatement {
        private final @Nullable BackendPlan plan;
        private boolean isDropped;

        NamedPlan(@Nullable BackendPlan plan) {
            this.plan = plan;
        }

        @Override
        public @Nullable BackendPlan plan() {
            return plan;
        }

        @Override
        public boolean isDropped() {
            return isDropped;
        }
    }

    static SqlException aborted() {
        return SqlException.of(
                SqlState.IN_FAILED_SQL_TRANSACTION,
                "current transaction is aborted, commands ignored until end of transaction block");
    }

    @Override
    public BackendExecution execute(
            BackendPlan plan, Batch parameters, boolean commitWithStatement) {
        MemoryPlan memory = (MemoryPlan) plan;
        if (backend.events.size() < 1000) {
            backend.events.add(memory.words.verb() + (commitWithStatement ? " committing" : ""));
        }
        cancelled = false;
        released = false;
        executionsOpen++;
        boolean suspendable = memory.words.verb().equals("rows");
        return (suspendable ? new MemoryExecution(this) : execution)
                .begin(memory, parameters, commitWithStatement);
    }

    @Override
    public BackendExecution commitImplicit() {
        backend.events.add("commit implicit");
        executionsOpen++;
        return end.begin(MemoryPlan.COMMIT_IMPLICIT, MemoryPlan.NO_PARAMETERS, false);
    }

    @Override
    public BackendExecution rollbackImplicit() {
        backend.events.add("rollback implicit");
        executionsOpen++;
        return end.begin(MemoryPlan.ROLLBACK_IMPLICIT, MemoryPlan.NO_PARAMETERS, false);
    }

    void commit() {
        if (changed) {
            dependsLsn = backend.commit();
        }
        changed = false;
        implicitOpen = false;
    }

    @Override
    public char transactionStatus() {
        return status;
    }

    @Override
    public void failTransaction() {
        status = 'E';
        changed = false;
    }

    @Override
    public long dependsLsn() {
        return dependsLsn;
    }

    /** The test lets a session see a commit that is not durable. */
    public void sees(long lsn) {
        dependsLsn = lsn;
    }

    /** What waits goes on. */
    public void release() {
        released = true;
        wakeup.wake();
    }

    public void letCopyGoOn() {
        copyHeld = false;
        wakeup.wake();
    }

    @Override
    public void cancel() {
        cancelled = true;
        wakeup.wake();
    }

    @Override
    public @Nullable String setting(String name) {
        return settings.get(name);
    }

    void set(String name, String value) {
        settings.put(name, value);
        if (listener != null) {
            listener.changed(name, value);
        }
    }

    void notice(String text) {
        notices =
                List.of(
                        new Notice(
                                Severity.NOTICE,
                                SqlException.of(SqlState.SUCCESSFUL_COMPLETION, text)));
    }

    @Override
    public SessionFormat format() {
        return SessionFormat.DEFAULT;
    }

    @Override
    public void onSettingChange(SettingListener to) {
        listener = to;
    }

    @Override
    public List<Notice> takeNotices() {
        List<Notice> taken = notices;
        notices = List.of();
        return taken;
    }

    @Override
    public void close() {
        closed = true;
    }

    static List<SqlType> types(String names) {
        List<SqlType> types = new ArrayList<>();
        for (String name : names.split(" ")) {
            if (!name.isEmpty() && !name.startsWith("$")) {
                SqlType type = SqlType.byName(name, List.of());
                if (type == null) {
                    throw SqlException.of(
                            SqlState.UNDEFINED_OBJECT, "type \"" + name + "\" does not exist");
                }
                types.add(type);
            }
        }
        return types;
    }
}
