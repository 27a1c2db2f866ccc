package io.omendb.engine.api;

import io.omendb.engine.catalog.Catalog;
import io.omendb.engine.catalog.CatalogText;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.function.CatalogLookup;
import io.omendb.sql.function.EvaluationContext;
import io.omendb.sql.function.SubqueryResult;
import io.omendb.sql.types.SessionFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.eclipse.collections.api.map.primitive.MutableIntLongMap;
import org.eclipse.collections.impl.factory.primitive.IntLongMaps;
import org.jspecify.annotations.Nullable;

/**
 * What the expressions of a session see. Used by the thread that has the session, and by the writer
 * while it evaluates one of the session's changes.
 */
final class SessionContext implements EvaluationContext {
    /** 2000-01-01, where the types' times begin, in microseconds since 1970-01-01. */
    private static final long EPOCH_2000_MICROS = 946_684_800_000_000L;

    private static final String PUBLIC = "public";
    private static final String PG_CATALOG = "pg_catalog";

    private final Session session;
    private final Database database;
    private final MutableIntLongMap sequenceValues = IntLongMaps.mutable.empty();
    private SplittableRandom random;
    private long lastSequenceValue;
    private boolean hasLastSequenceValue;
    private boolean sequencesTaken;
    private long transactionMicros;
    private long statementMicros;
    private boolean inTransaction;
    private @Nullable SessionFormat format;
    private @Nullable SessionFormat formatBase;
    private @Nullable Catalog lookedUp;
    private @Nullable CatalogText lookup;

    SessionContext(Session session, Database database) {
        this.session = session;
        this.database = database;
        this.random = new SplittableRandom(database.clock().nanoTime() ^ session.id());
    }

    /** A statement begins; the first of a transaction fixes now(). */
    void beginStatement() {
        statementMicros = clockMicros();
        if (!inTransaction) {
            transactionMicros = statementMicros;
            inTransaction = true;
        }
    }

    /** The transaction has ended: the next statement begins another one. */
    void endTransaction() {
        inTransaction = false;
    }

    /**
     * Whether sequence values were taken since the last call: what shows them waits until the log
     * covers them.
     */
    boolean takeSequencesTaken() {
        boolean taken = sequencesTaken;
        sequencesTaken = false;
        return taken;
    }

    @Override
    public long transactionTimeMicros() {
        return transactionMicros;
    }

    @Override
    public long statementTimeMicros() {
        return statementMicros;
    }

    @Override
    public long clockMicros() {
        return database.clock().epochMicros() - EPOCH_2000_MICROS;
    }

    @Override
    public SessionFormat format() {
        SessionFormat base = session.settings().format();
        SessionFormat current = format;
        if (current == null
                || formatBase != base
                || current.transactionTimeMicros() != transactionMicros) {
            current = base.withTransactionTime(transactionMicros);
            format = current;
            formatBase = base;
        }
        return current;
    }

    @Override
    public String sessionUser() {
        return session.options().user();
    }

    @Override
    public String currentUser() {
        return session.options().user();
    }

    @Override
    public String database() {
        return session.options().database();
    }

    @Override
    public @Nullable String currentSchema() {
        return PUBLIC;
    }

    @Override
    public List<String> currentSchemas(boolean withImplicit) {
        return withImplicit ? List.of(PG_CATALOG, PUBLIC) : List.of(PUBLIC);
    }

    @Override
    public @Nullable String setting(String name) {
        return session.settings().get(name);
    }

    @Override
    public String setSetting(String name, String value, boolean isLocal) {
        return session.settings().set(name, value, isLocal);
    }

    @Override
    public long nextSequenceValue(int sequenceOid) {
        long value = database.sequences().next(sequenceOid);
        sequenceValues.put(sequenceOid, value);
        lastSequenceValue = value;
        hasLastSequenceValue = true;
        sequencesTaken = true;
        return value;
    }

    @Override
    public long currentSequenceValue(int sequenceOid) {
        if (!sequenceValues.containsKey(sequenceOid)) {
            String name = catalog().relationName(sequenceOid);
            throw SqlException.of(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "currval of sequence \"" + name + "\" is not yet defined in this session");
        }
        return sequenceValues.get(sequenceOid);
    }

    @Override
    public long lastSequenceValue() {
        if (!hasLastSequenceValue) {
            throw SqlException.of(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "lastval is not yet defined in this session");
        }
        return lastSequenceValue;
    }

    /** DISCARD SEQUENCES: currval and lastval are as in a new session. */
    void forgetSequences() {
        sequenceValues.clear();
        hasLastSequenceValue = false;
    }

    @Override
    public void setSequenceValue(int sequenceOid, long value, boolean isCalled) {
        database.sequences().set(sequenceOid, value, isCalled);
        sequenceValues.put(sequenceOid, value);
        sequencesTaken = true;
    }

    @Override
    public double random() {
        return random.nextDouble();
    }

    @Override
    public void setSeed(double seed) {
        random = new SplittableRandom(Double.doubleToLongBits(seed));
    }

    @Override
    public int backendPid() {
        return session.id();
    }

    @Override
    public String serverVersion() {
        return "PostgreSQL "
                + session.settings().get("server_version")
                + " (OmenDB "
                + Database.VERSION
                + ")";
    }

    @Override
    public CatalogLookup catalog() {
        Catalog catalog = session.currentSchema().catalog();
        CatalogText text = lookup;
        if (text == null || lookedUp != catalog) {
            text = new CatalogText(catalog, database(), Database.OWNER);
            lookup = text;
            lookedUp = catalog;
        }
        return text;
    }

    @Override
    public SubqueryResult subquery(int index) {
        throw new IllegalStateException("subqueries belong to a plan");
    }
}
