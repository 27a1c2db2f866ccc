package io.omendb.perf.bench.side;

/** A server at the loopback address that speaks PostgreSQL's protocol. */
public interface WireSide extends Side {
    /** Where other programs than this one reach it. */
    int port();
}
