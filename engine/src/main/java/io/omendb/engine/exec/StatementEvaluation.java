package io.omendb.engine.exec;

import io.omendb.sql.function.CatalogLookup;
import io.omendb.sql.function.EvaluationContext;
import io.omendb.sql.function.SubqueryResult;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Vector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the expressions of one plan see: the session, and the results of the plan's own subqueries.
 */
final class StatementEvaluation implements EvaluationContext {
    private final EvaluationContext session;
    private @Nullable Subqueries subqueries;

    StatementEvaluation(EvaluationContext session) {
        this.session = session;
    }

    void use(Subqueries planSubqueries) {
        subqueries = planSubqueries;
    }

    private Subqueries subqueries() {
        Subqueries results = subqueries;
        if (results == null) {
            throw new IllegalStateException("a plan without subqueries asks for one");
        }
        return results;
    }

    @Override
    public SubqueryResult subquery(int index) {
        return subqueries().result(index);
    }

    @Override
    public void runSubquery(int index) {
        subqueries().runAgain(index);
    }

    @Override
    public Vector outerValue(int slot, SqlType type) {
        return subqueries().outerValue(slot, type);
    }

    @Override
    public long transactionTimeMicros() {
        return session.transactionTimeMicros();
    }

    @Override
    public long statementTimeMicros() {
        return session.statementTimeMicros();
    }

    @Override
    public long clockMicros() {
        return session.clockMicros();
    }

    @Override
    public SessionFormat format() {
        return session.format();
    }

    @Override
    public String sessionUser() {
        return session.sessionUser();
    }

    @Override
    public String currentUser() {
        return session.currentUser();
    }

    @Override
    public String database() {
        return session.database();
    }

    @Override
    public @Nullable String currentSchema() {
        return session.currentSchema();
    }

    @Override
    public List<String> currentSchemas(boolean withImplicit) {
        return session.currentSchemas(withImplicit);
    }

    @Override
    public @Nullable String setting(String name) {
        return session.setting(name);
    }

    @Override
    public String setSetting(String name, String value, boolean isLocal) {
        return session.setSetting(name, value, isLocal);
    }

    @Override
    public long nextSequenceValue(int sequenceOid) {
        return session.nextSequenceValue(sequenceOid);
    }

    @Override
    public long currentSequenceValue(int sequenceOid) {
        return session.currentSequenceValue(sequenceOid);
    }

    @Override
    public long lastSequenceValue() {
        return session.lastSequenceValue();
    }

    @Override
    public void setSequenceValue(int sequenceOid, long value, boolean isCalled) {
        session.setSequenceValue(sequenceOid, value, isCalled);
    }

    @Override
    public double random() {
        return session.random();
    }

    @Override
    public void setSeed(double seed) {
        session.setSeed(seed);
    }

    @Override
    public int backendPid() {
        return session.backendPid();
    }

    @Override
    public String serverVersion() {
        return session.serverVersion();
    }

    @Override
    public CatalogLookup catalog() {
        return session.catalog();
    }
}
