package io.omendb.pgwire.net;

/** What IO threads ask of the conductor. */
sealed interface ConductorOrder {
    /** The connection is closed: its place in the table is free. */
    record Forget(Connection connection) implements ConductorOrder {}

    /** A client asks to cancel what the session {@code processId} runs and shows {@code secret}. */
    record Cancel(int processId, byte[] secret) implements ConductorOrder {}
}
