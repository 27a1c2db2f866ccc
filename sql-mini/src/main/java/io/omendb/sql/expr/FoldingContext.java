package io.omendb.sql.expr;

import io.omendb.sql.function.CatalogLookup;
import io.omendb.sql.function.EvaluationContext;
import io.omendb.sql.function.SubqueryResult;
import io.omendb.sql.types.SessionFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The context of expressions that, being immutable, ask it for nothing but the format of text. */
final class FoldingContext implements EvaluationContext {
    private final SessionFormat format;

    FoldingContext(SessionFormat format) {
        this.format = format;
    }

    private static IllegalStateException immutable() {
        return new IllegalStateException("an immutable function asked for the session");
    }

    @Override
    public SessionFormat format() {
        return format;
    }

    @Override
    public long transactionTimeMicros() {
        throw immutable();
    }

    @Override
    public long statementTimeMicros() {
        throw immutable();
    }

    @Override
    public long clockMicros() {
        throw immutable();
    }

    @Override
    public String sessionUser() {
        throw immutable();
    }

    @Override
    public String currentUser() {
        throw immutable();
    }

    @Override
    public String database() {
        throw immutable();
    }

    @Override
    public @Nullable String currentSchema() {
        throw immutable();
    }

    @Override
    public List<String> currentSchemas(boolean withImplicit) {
        throw immutable();
    }

    @Override
    public @Nullable String setting(String name) {
        throw immutable();
    }

    @Override
    public String setSetting(String name, String value, boolean isLocal) {
        throw immutable();
    }

    @Override
    public long nextSequenceValue(int sequenceOid) {
        throw immutable();
    }

    @Override
    public long currentSequenceValue(int sequenceOid) {
        throw immutable();
    }

    @Override
    public long lastSequenceValue() {
        throw immutable();
    }

    @Override
    public void setSequenceValue(int sequenceOid, long value, boolean isCalled) {
        throw immutable();
    }

    @Override
    public double random() {
        throw immutable();
    }

    @Override
    public void setSeed(double seed) {
        throw immutable();
    }

    @Override
    public int backendPid() {
        throw immutable();
    }

    @Override
    public String serverVersion() {
        throw immutable();
    }

    @Override
    public CatalogLookup catalog() {
        throw immutable();
    }

    @Override
    public SubqueryResult subquery(int index) {
        throw immutable();
    }
}
