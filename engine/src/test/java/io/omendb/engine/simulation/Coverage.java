package io.omendb.engine.simulation;

import java.util.Map;
import java.util.TreeMap;

/** What has happened how often: a simulation in which nothing happens proves nothing. */
final class Coverage {
    private final Map<String, Integer> counts = new TreeMap<>();

    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    int of(String what) {
        return counts.getOrDefault(what, 0);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
