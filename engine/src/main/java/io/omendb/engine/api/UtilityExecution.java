package io.omendb.engine.api;

import io.omendb.engine.exec.ExecutablePlan;
import io.omendb.engine.exec.UtilityPlan;
import io.omendb.sql.bind.BoundStatement;
import io.omendb.sql.bind.OutputColumn;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.syntax.SessionStatement.DiscardTarget;
import io.omendb.sql.syntax.SessionStatement.SettingValue;
import io.omendb.sql.syntax.Statement;
import io.omendb.sql.syntax.TransactionStatement;
import io.omendb.sql.types.ByteSink;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Statements about the session that are over at once: settings, and maintenance that the engine
 * does by itself.
 */
final class UtilityExecution extends StatementExecution {
    private static final CommandTag SET = CommandTag.of("SET");
    private static final CommandTag RESET = CommandTag.of("RESET");
    private static final CommandTag SHOW = CommandTag.of("SHOW");
    private static final CommandTag VACUUM = CommandTag.of("VACUUM");
    private static final CommandTag PREPARE = CommandTag.of("PREPARE");
    private static final CommandTag DEALLOCATE = CommandTag.of("DEALLOCATE");
    private static final CommandTag DEALLOCATE_ALL = CommandTag.of("DEALLOCATE ALL");
    private static final CommandTag ANALYZE = CommandTag.of("ANALYZE");

    private final BoundStatement statement;
    private final CommandTag tag;
    private final RowDelivery delivery = new RowDelivery();
    private boolean done;

    private UtilityExecution(
            Session session, PreparedPlan prepared, BoundStatement statement, CommandTag tag) {
        super(session, prepared);
        this.statement = statement;
        this.tag = tag;
    }

    static StatementExecution of(Session session, PreparedPlan prepared, BoundStatement statement) {
        return switch (statement) {
            case BoundStatement.Begin s -> new TransactionExecution(session, prepared, s);
            case BoundStatement.Commit s -> new TransactionExecution(session, prepared, s);
            case BoundStatement.Rollback s -> new TransactionExecution(session, prepared, s);
            case BoundStatement.CreateTable s -> schema(session, prepared, s, "CREATE TABLE");
            case BoundStatement.DropTable s -> schema(session, prepared, s, "DROP TABLE");
            case BoundStatement.Truncate s -> schema(session, prepared, s, "TRUNCATE TABLE");
            case BoundStatement.AddPrimaryKey s -> schema(session, prepared, s, "ALTER TABLE");
            case BoundStatement.SetVariable s -> new UtilityExecution(session, prepared, s, SET);
            case BoundStatement.SetTransaction s -> new UtilityExecution(session, prepared, s, SET);
            case BoundStatement.ResetVariable s ->
                    new UtilityExecution(session, prepared, s, RESET);
            case BoundStatement.ShowVariable s -> new UtilityExecution(session, prepared, s, SHOW);
            case BoundStatement.Vacuum s -> new UtilityExecution(session, prepared, s, VACUUM);
            case BoundStatement.Analyze s -> new UtilityExecution(session, prepared, s, ANALYZE);
            case BoundStatement.Discard s ->
                    new UtilityExecution(
                            session, prepared, s, CommandTag.of("DISCARD " + s.target()));
            case BoundStatement.Prepare s -> new UtilityExecution(session, prepared, s, PREPARE);
            case BoundStatement.Deallocate s ->
                    new UtilityExecution(
                            session, prepared, s, s.name() == null ? DEALLOCATE_ALL : DEALLOCATE);
            case BoundStatement.Checkpoint s -> throw SqlException.notSupported("CHECKPOINT");
            case BoundStatement.BoundQuery s -> throw planned(s);
            case BoundStatement.BoundInsert s -> throw planned(s);
            case BoundStatement.BoundUpdate s -> throw planned(s);
            case BoundStatement.BoundDelete s -> throw planned(s);
            case BoundStatement.CopyFrom s -> throw planned(s);
            case BoundStatement.CopyTo s -> throw planned(s);
            case BoundStatement.Explain s -> throw planned(s);
        };
    }

    private static SchemaExecution schema(
            Session session, PreparedPlan prepared, BoundStatement statement, String tag) {
        return new SchemaExecution(session, prepared, statement, CommandTag.of(tag));
    }

    private static IllegalArgumentException planned(BoundStatement statement) {
        return new IllegalArgumentException("has a plan of its own: " + statement);
    }

    /** Whether the statement ends a transaction, and so is heard in a failed one. */
    static boolean endsTransaction(Statement statement) {
        return statement instanceof TransactionStatement.Commit
                || statement instanceof TransactionStatement.Rollback;
    }

    /** The columns of a plan's rows; SHOW has one, named after the setting. */
    static List<OutputColumn> columns(ExecutablePlan plan) {
        if (plan instanceof UtilityPlan utility
                && utility.statement() instanceof BoundStatement.ShowVariable show) {
            String name = show.name();
            return name == null
                    ? List.of(textColumn("name"), textColumn("setting"))
                    : List.of(textColumn(Settings.properName(name)));
        }
        return plan.columns();
    }

    private static OutputColumn textColumn(String name) {
        return new OutputColumn(name, SqlType.TEXT, 0, 0);
    }

    @Override
    void reset() {
        done = false;
        delivery.clear();
    }

    @Override
    Progress run(RowSink sink, long rowsMax) {
        if (!done) {
            carryOut();
            done = true;
        }
        delivery.limit(rowsMax);
        Progress progress = delivery.deliver(sink);
        rowCount += delivery.delivered(rowsMax);
        return progress;
    }

    private void carryOut() {
        Settings settings = session.settings();
        switch (statement) {
            case BoundStatement.SetVariable set -> {
                if (set.local() && session.state() != Session.State.BLOCK) {
                    session.notice(
                            Notice.Severity.WARNING,
                            SqlException.of(
                                    SqlState.NO_ACTIVE_SQL_TRANSACTION,
                                    "SET LOCAL can only be used in transaction blocks"));
                }
                if (set.values().isEmpty()) {
                    settings.reset(set.name(), set.local());
                } else {
                    String value =
                            set.values().stream()
                                    .map(SettingValue::text)
                                    .collect(Collectors.joining(", "));
                    settings.set(set.name(), value, set.local());
                }
            }
            case BoundStatement.SetTransaction set -> {
                TransactionExecution.requireIsolation(set.modes());
                Boolean readOnly = set.modes().readOnly();
                if (readOnly != null && set.session()) {
                    settings.set("default_transaction_read_only", readOnly ? "on" : "off", false);
                } else if (readOnly != null) {
                    session.isReadOnly(readOnly);
                }
            }
            case BoundStatement.ResetVariable reset -> {
                String name = reset.name();
                if (name == null) {
                    settings.resetAll();
                } else {
                    settings.reset(name, false);
                }
            }
            case BoundStatement.ShowVariable show -> delivery.begin(show(settings, show.name()));
            case BoundStatement.Vacuum vacuum -> requireOutsideBlock("VACUUM");
            case BoundStatement.Analyze analyze -> {
                // The figures that the planner reads are kept up to date by the writer.
            }
            case BoundStatement.Prepare prepare -> prepare(prepare);
            case BoundStatement.Deallocate deallocate -> {
                String name = deallocate.name();
                if (name == null) {
                    session.statements().dropAll();
                } else {
                    session.statements().drop(session.statements().require(name).name());
                }
            }
            case BoundStatement.Discard discard -> discard(discard.target());
            default -> throw planned(statement);
        }
    }

    private void prepare(BoundStatement.Prepare prepare) {
        if (prepare.name().isEmpty()) {
            throw SqlException.of(
                    SqlState.INVALID_PREPARED_STATEMENT_DEFINITION,
                    "invalid statement name: must not be empty");
        }
        int[] oids = prepare.parameterOids().stream().mapToInt(Integer::intValue).toArray();
        PreparedPlan plan = session.plan(prepare.statement(), prepared.text(), oids);
        session.statements().keep(prepare.name(), prepared.text(), plan, true);
    }

    /** There are no temporary tables, and every plan knows by itself when it is stale. */
    private void discard(DiscardTarget target) {
        switch (target) {
            case ALL -> {
                requireOutsideBlock("DISCARD ALL");
                session.settings().resetAll();
                session.statements().dropAll();
                session.context().forgetSequences();
            }
            case SEQUENCES -> session.context().forgetSequences();
            case PLANS, TEMP -> {
                // nothing is kept that they would give up
            }
        }
    }

    /**
     * The cleaning that VACUUM asks for goes on all the time; the statement is only held to its
     * rules.
     */
    private void requireOutsideBlock(String command) {
        if (!isFirst()) {
            throw SqlException.of(
                    SqlState.ACTIVE_SQL_TRANSACTION,
                    command + " cannot run inside a transaction block");
        }
    }

    private Batch show(Settings settings, @org.jspecify.annotations.Nullable String name) {
        List<String> names = name == null ? settings.names() : List.of(name);
        Batch rows =
                Batch.of(
                        prepared.columns().stream().map(OutputColumn::type).toList(), names.size());
        for (String setting : names) {
            if (name == null) {
                put(rows, 0, setting);
            }
            put(rows, rows.columns.length - 1, settings.show(setting));
            rows.count++;
        }
        return rows;
    }

    private static void put(Batch rows, int column, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        rows.columns[column].setBytes(rows.count, bytes, 0, bytes.length);
    }

    @Override
    void releaseResources() {
        // holds nothing
    }

    @Override
    public void writeTag(ByteSink out) {
        tag.write(out);
    }
}
