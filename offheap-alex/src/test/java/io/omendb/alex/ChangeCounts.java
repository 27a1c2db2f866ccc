package io.omendb.alex;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The changes of structure that all tries of a class of properties went through together. */
final class ChangeCounts {

    /** So often at least is each change of structure met in a run of the properties. */
    private static final long TIMES_MIN = 100;

    private final Map<StructureChange, Long> counts = new ConcurrentHashMap<>();

    void add(AlexStats stats) {
        stats.changes().forEach((kind, count) -> counts.merge(kind, count, Long::sum));
    }

    void assertPassedOften(Set<StructureChange> kinds) {
        Map<StructureChange, Long> rare = new TreeMap<>();
        for (StructureChange kind : kinds) {
            long count = counts.getOrDefault(kind, 0L);
            if (count < TIMES_MIN) {
                rare.put(kind, count);
            }
        }
        assertEquals(Map.of(), rare, "changes of structure that the properties hardly met");
    }

    static Set<StructureChange> ofRuns() {
        return EnumSet.range(StructureChange.RUN_MADE, StructureChange.RUN_UNPACKED);
    }

    static Set<StructureChange> ofEntries() {
        return EnumSet.complementOf(EnumSet.copyOf(ofRuns()));
    }
}
