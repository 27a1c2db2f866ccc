package io.omendb.perf.demo;

import org.jspecify.annotations.Nullable;

/** What must hold: each check that does is counted, the first that does not ends the demo. */
final class Checks {
    private int held;

    int held() {
        return held;
    }

    void holds(String what, boolean condition) throws CheckFailedException {
        if (!condition) {
            throw new CheckFailedException("not so: " + what);
        }
        held++;
    }

    void equal(String what, Object expected, @Nullable Object found) throws CheckFailedException {
        if (!expected.equals(found)) {
            throw new CheckFailedException(what + ": expected " + expected + ", found " + found);
        }
        held++;
    }
}
