package io.omendb.sql.expr;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.function.CatalogLookup;
import io.omendb.sql.function.EvaluationContext;
import io.omendb.sql.function.SubqueryResult;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.vector.Vector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A session with a fixed clock, one table "accounts" and one sequence. */
public final class TestSession implements EvaluationContext, CatalogLookup {
    static final int TABLE_OID = 16400;

    public SessionFormat format = SessionFormat.DEFAULT;
    final Map<String, String> settings = new HashMap<>(Map.of("server_version", "18.0"));
    final List<SubqueryResult> subqueries = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(1);
    private long sequence;

    void addSubquery(Vector values, int count) {
        subqueries.add(
                new SubqueryResult() {
                    @Override
                    public int rowCount() {
                        return count;
                    }

                    @Override
                    public Vector values() {
                        return values;
                    }
                });
    }

    @Override
    public long transactionTimeMicros() {
        return 0;
    }

    @Override
    public long statementTimeMicros() {
        return 1;
    }

    @Override
    public long clockMicros() {
        return 2;
    }

    @Override
    public SessionFormat format() {
        return format;
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
    public String currentSchema() {
        return "public";
    }

    @Override
    public List<String> currentSchemas(boolean withImplicit) {
        return withImplicit ? List.of("pg_catalog", "public") : List.of("public");
    }

    @Override
    public @Nullable String setting(String name) {
        return settings.get(name);
    }

    @Override
    public String setSetting(String name, String value, boolean isLocal) {
        settings.put(name, value);
        return value;
    }

    @Override
    public long nextSequenceValue(int sequenceOid) {
        return ++sequence;
    }

    @Override
    public long currentSequenceValue(int sequenceOid) {
        if (sequence == 0) {
            throw SqlException.of(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "currval is not yet defined");
        }
        return sequence;
    }

    @Override
    public long lastSequenceValue() {
        return sequence;
    }

    @Override
    public void setSequenceValue(int sequenceOid, long value, boolean isCalled) {
        sequence = isCalled ? value : value - 1;
    }

    @Override
    public double random() {
        return random.nextDouble();
    }

    @Override
    public void setSeed(double seed) {}

    @Override
    public int backendPid() {
        return 42;
    }

    @Override
    public String serverVersion() {
        return "PostgreSQL 18.0 (OmenDB)";
    }

    @Override
    public CatalogLookup catalog() {
        return this;
    }

    @Override
    public SubqueryResult subquery(int index) {
        return subqueries.get(index);
    }

    @Override
    public int relationOid(@Nullable String schema, String name) {
        return name.equals("accounts") ? TABLE_OID : 0;
    }

    @Override
    public @Nullable String relationName(int oid) {
        return oid == TABLE_OID ? "accounts" : null;
    }

    @Override
    public @Nullable String relationSchema(int oid) {
        return oid == TABLE_OID ? "public" : null;
    }

    @Override
    public boolean isRelationVisible(int oid) {
        return true;
    }

    @Override
    public int schemaOid(String name) {
        return name.equals("public") ? 2200 : 0;
    }

    @Override
    public @Nullable String schemaName(int oid) {
        return oid == 2200 ? "public" : null;
    }

    @Override
    public int roleOid(String name) {
        return name.equals("postgres") ? 10 : 0;
    }

    @Override
    public @Nullable String roleName(int oid) {
        return oid == 10 ? "postgres" : null;
    }

    @Override
    public long relationBytes(int oid) {
        return oid == TABLE_OID ? 8192 : -1;
    }

    @Override
    public long indexBytes(int tableOid) {
        return tableOid == TABLE_OID ? 16384 : -1;
    }

    @Override
    public long databaseBytes(String name) {
        return 1 << 20;
    }

    @Override
    public @Nullable String indexDefinition(int indexOid) {
        return null;
    }

    @Override
    public @Nullable String indexColumn(int indexOid, int position) {
        return null;
    }

    @Override
    public @Nullable String constraintDefinition(int constraintOid) {
        return null;
    }

    @Override
    public @Nullable String viewDefinition(int viewOid) {
        return null;
    }

    @Override
    public @Nullable String ownedSequence(int tableOid, String column) {
        return null;
    }
}
