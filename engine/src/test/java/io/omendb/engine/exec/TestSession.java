package io.omendb.engine.exec;

import io.omendb.engine.catalog.Catalog;
import io.omendb.engine.catalog.CatalogText;
import io.omendb.sql.function.CatalogLookup;
import io.omendb.sql.function.EvaluationContext;
import io.omendb.sql.function.SubqueryResult;
import io.omendb.sql.types.SessionFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A session without a server: a clock that stands still, sequences in a map. */
final class TestSession implements EvaluationContext {
    private final Supplier<Catalog> catalog;
    private final Map<Integer, Long> sequences = new HashMap<>();
    private long lastSequenceValue;

    TestSession(Supplier<Catalog> catalog) {
        this.catalog = catalog;
    }

    @Override
    public long transactionTimeMicros() {
        return 0;
    }

    @Override
    public long statementTimeMicros() {
        return 0;
    }

    @Override
    public long clockMicros() {
        return 0;
    }

    @Override
    public SessionFormat format() {
        return SessionFormat.DEFAULT;
    }

    @Override
    public String sessionUser() {
        return "postgres";
    }

    @Override
    public String currentUser() {
        return "postgres";
    }

    @Override
    public String database() {
        return "postgres";
    }

    @Override
    public @Nullable String currentSchema() {
        return "public";
    }

    @Override
    public List<String> currentSchemas(boolean withImplicit) {
        return withImplicit ? List.of("pg_catalog", "public") : List.of("public");
    }

    @Override
    public @Nullable String setting(String name) {
        return null;
    }

    @Override
    public String setSetting(String name, String value, boolean isLocal) {
        return value;
    }

    @Override
    public long nextSequenceValue(int sequenceOid) {
        lastSequenceValue = sequences.merge(sequenceOid, 1L, Long::sum);
        return lastSequenceValue;
    }

    @Override
    public long currentSequenceValue(int sequenceOid) {
        return sequences.getOrDefault(sequenceOid, 0L);
    }

    @Override
    public long lastSequenceValue() {
        return lastSequenceValue;
    }

    @Override
    public void setSequenceValue(int sequenceOid, long value, boolean isCalled) {
        sequences.put(sequenceOid, isCalled ? value : value - 1);
    }

    @Override
    public double random() {
        return 0.5;
    }

    @Override
    public void setSeed(double seed) {
        throw new UnsupportedOperationException("setseed");
    }

    @Override
    public int backendPid() {
        return 1;
    }

    @Override
    public String serverVersion() {
        return "test";
    }

    @Override
    public CatalogLookup catalog() {
        return new CatalogText(catalog.get(), "postgres", "postgres");
    }

    @Override
    public SubqueryResult subquery(int index) {
        throw new IllegalStateException("subqueries belong to plans");
    }
}
