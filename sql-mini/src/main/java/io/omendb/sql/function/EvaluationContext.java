package io.omendb.sql.function;

import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Vector;
import org.jspecify.annotations.Nullable;

/**
 * What expressions see of the session that evaluates them. All times are microseconds since
 * 2000-01-01 UTC.
 */
public interface EvaluationContext {
    long transactionTimeMicros();

    long statementTimeMicros();

    long clockMicros();

    SessionFormat format();

    String sessionUser();

    String currentUser();

    String database();

    /** {@code current_schema}: the first schema of the search path that exists, or null. */
    @Nullable String currentSchema();

    /** Existing schemas of the search path, with the implicit ones or without. */
    java.util.List<String> currentSchemas(boolean withImplicit);

    /** The value of a setting as SHOW prints it, or null when there is none of this name. */
    @Nullable String setting(String name);

    /** Changes a setting as SET or SET LOCAL do and returns its new value. */
    String setSetting(String name, String value, boolean isLocal);

    long nextSequenceValue(int sequenceOid);

    /** 55000 when nextval was not called in this session. */
    long currentSequenceValue(int sequenceOid);

    long lastSequenceValue();

    void setSequenceValue(int sequenceOid, long value, boolean isCalled);

    /** Uniform in [0, 1). */
    double random();

    void setSeed(double seed);

    int backendPid();

    /** {@code version()}. */
    String serverVersion();

    CatalogLookup catalog();

    /**
     * The result of the statement's uncorrelated subquery with this index, which has run before.
     */
    SubqueryResult subquery(int index);

    /**
     * Runs a subquery again, as the values of the row around say; {@link #subquery} then gives its
     * result.
     */
    default void runSubquery(int index) {
        throw new IllegalStateException("subqueries belong to a plan");
    }

    /** Where a subquery reads a value of the row around: at row 0, set before each run. */
    default Vector outerValue(int slot, SqlType type) {
        throw new IllegalStateException("subqueries belong to a plan");
    }
}
