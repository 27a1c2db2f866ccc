package io.omendb.pgwire.session;

import org.jspecify.annotations.Nullable;

/** A statement that the session knows by name, whoever prepared it. Same thread as its session. */
public interface NamedStatement {
    /** Null for a text without a statement. */
    @Nullable BackendPlan plan();

    /** True once the session knows it by this name no more. */
    boolean isDropped();
}
