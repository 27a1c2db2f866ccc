package io.omendb.perf.bench;

import io.omendb.perf.bench.result.Role;
import io.omendb.perf.bench.side.Side;

/**
 * A side of a comparison.
 *
 * @param name as results have it
 */
record Contender(String name, Role role, Side side) {}
