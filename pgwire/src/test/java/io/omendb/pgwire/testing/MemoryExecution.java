package io.omendb.pgwire.testing;

import io.omendb.pgwire.session.BackendExecution;
import io.omendb.pgwire.session.RowSink;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.ByteSink;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class MemoryExecution implements BackendExecution {
    private static final byte[] PUT_TAG = ascii("INSERT 0 1");
    private static final byte[] SELECT_ONE_TAG = ascii("SELECT 1");

    private final MemorySession session;
    private MemoryPlan plan = MemoryPlan.COMMIT_IMPLICIT;
    private Batch parameters = MemoryPlan.NO_PARAMETERS;
    private boolean commits;
    private boolean open;
    private int produced;
    private byte[] tag = PUT_TAG;
    private boolean copyDone;
    private @Nullable String copyFailure;

    MemoryExecution(MemorySession session) {
        this.session = session;
    }

    MemoryExecution begin(MemoryPlan of, Batch with, boolean commitWithStatement) {
        plan = of;
        parameters = with;
        commits = commitWithStatement;
        open = true;
        produced = 0;
        copyDone = false;
        copyFailure = null;
        if (session.status == 'I' && !commits && !of.words.verb().endsWith("implicit")) {
            session.implicitOpen = true;
        }
        return this;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Progress advance(RowSink sink, long rowsMax) {
        if (session.cancelled) {
            session.cancelled = false;
            throw failed(
                    SqlException.of(
                            SqlState.QUERY_CANCELED, "canceling statement due to user request"));
        }
        String verb = plan.words.verb();
        boolean ends = verb.equals("commit") || verb.equals("rollback");
        if (session.status == 'E' && !ends) {
            throw MemorySession.aborted();
        }
        Progress progress;
        try {
            progress = step(verb, sink, rowsMax);
        } catch (IllegalArgumentException malformed) {
            throw failed(
                    SqlException.of(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "malformed: " + malformed.getMessage()));
        }
        if (progress == Progress.DONE && commits && session.status == 'I') {
            session.commit();
        }
        return progress;
    }

    private Progress step(String verb, RowSink sink, long rowsMax) {
        String rest = plan.words.rest();
        switch (verb) {
            case "rows" -> {
                return rows(Integer.parseInt(rest), sink, rowsMax);
            }
            case "echo" -> {
                if (sink.accept(parameters, 0, 1) == 0) {
                    return Progress.SINK_FULL;
                }
                tag = SELECT_ONE_TAG;
            }
            case "wide" -> {
                return wide(Integer.parseInt(rest), sink);
            }
            case "put", "putp" -> {
                session.changed = true;
                tag = PUT_TAG;
            }
            case "begin" -> {
                session.status = 'T';
                session.implicitOpen = false;
                tag = ascii("BEGIN");
            }
            case "commit" -> end(session.status == 'E' ? "ROLLBACK" : "COMMIT");
            case "rollback" -> end("ROLLBACK");
            case "commitimplicit" -> session.commit();
            case "rollbackimplicit" -> {
                session.changed = false;
                session.implicitOpen = false;
            }
            case "fail" -> throw failed(failure(rest));
            case "wait" -> {
                if (!session.released) {
                    return Progress.WAITING;
                }
                tag = ascii("WAIT");
            }
            case "copyin" -> {
                return copyIn();
            }
            case "copyout" -> {
                return copyOut(Integer.parseInt(rest), sink);
            }
            case "set" -> {
                String[] words = rest.split("[ =]+");
                session.set(words[0], words[1]);
                tag = ascii("SET");
            }
            case "notice" -> {
                session.notice(rest);
                tag = ascii("NOTICE");
            }
            case "exhaust" -> throw new OutOfMemoryError("Java heap space");
            case "defect" -> throw new IllegalStateException("a defect");
            default -> throw failed(SqlException.of(SqlState.SYNTAX_ERROR, "unknown word " + verb));
        }
        return Progress.DONE;
    }

    private void end(String text) {
        if (session.status == 'E') {
            session.changed = false;
        }
        if (text.equals("COMMIT")) {
            session.commit();
        }
        session.changed = false;
        session.status = 'I';
        tag = ascii(text);
    }

    private SqlException failed(SqlException error) {
        if (session.status == 'T') {
            session.failTransaction();
        }
        return error;
    }

    private static SqlException failure(String rest) {
        int space = rest.indexOf(' ');
        String code = space < 0 ? rest : rest.substring(0, space);
        for (SqlState state : SqlState.values()) {
            if (state.code().equals(code)) {
                return SqlException.of(state, rest.substring(code.length()).strip())
                        .withDetail("a detail")
                        .withHint("a hint")
                        .withTable("public", "t")
                        .withColumn("c")
                        .withConstraint("t_pkey");
            }
        }
        return SqlException.of(SqlState.SYNTAX_ERROR, "no such state: " + code);
    }

    private Progress rows(int count, RowSink sink, long rowsMax) {
        Batch batch = Batch.of(List.of(SqlType.INT4, SqlType.TEXT), 1);
        long delivered = 0;
        while (produced < count) {
            if (delivered == rowsMax) {
                return Progress.SUSPENDED;
            }
            batch.clear();
            byte[] text = ascii("row " + produced);
            batch.columns[0].setLong(0, produced);
            batch.columns[1].setBytes(0, text, 0, text.length);
            batch.count = 1;
            if (sink.accept(batch, 0, 1) == 0) {
                return Progress.SINK_FULL;
            }
            produced++;
            delivered++;
        }
        if (delivered == rowsMax) {
            return Progress.SUSPENDED;
        }
        tag = ascii("SELECT " + count);
        return Progress.DONE;
    }

    private Progress wide(int bytes, RowSink sink) {
        Batch batch = Batch.of(List.of(SqlType.TEXT), 1);
        batch.columns[0].setBytes(
                0, "x".repeat(bytes).getBytes(StandardCharsets.US_ASCII), 0, bytes);
        batch.count = 1;
        tag = SELECT_ONE_TAG;
        return sink.accept(batch, 0, 1) == 1 ? Progress.DONE : Progress.SINK_FULL;
    }

    private Progress copyIn() {
        if (copyFailure != null) {
            throw failed(
                    SqlException.of(
                            SqlState.QUERY_CANCELED, "COPY from stdin failed: " + copyFailure));
        }
        if (!copyDone) {
            return session.copyHeld ? Progress.WAITING : Progress.COPY_IN;
        }
        session.changed = true;
        tag = ascii("COPY " + session.copied.toString(StandardCharsets.UTF_8).lines().count());
        return Progress.DONE;
    }

    private Progress copyOut(int lines, RowSink sink) {
        while (produced < lines) {
            if (sink.isFull()) {
                return Progress.SINK_FULL;
            }
            byte[] line = ascii(produced++ + "\tx\n");
            sink.copyOut(line, 0, line.length);
        }
        tag = ascii("COPY " + lines);
        return Progress.DONE;
    }

    @Override
    public void writeTag(ByteSink out) {
        out.put(tag, 0, tag.length);
    }

    @Override
    public boolean copyReady() {
        return !session.copyHeld && !session.cancelled;
    }

    @Override
    public void copyData(byte[] bytes, int offset, int length) {
        session.copied.write(bytes, offset, length);
    }

    @Override
    public void copyDone() {
        copyDone = true;
    }

    @Override
    public void copyFail(String message) {
        copyFailure = message;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            session.executionsOpen--;
        }
    }
}
