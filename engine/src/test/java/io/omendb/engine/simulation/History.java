package io.omendb.engine.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * All commits in their order, which is the order of the log, and what clients were shown of them.
 *
 * <p>What may be there after a crash: the commits up to some point of this order, not before what a client was shown.
 */
final class History {
    private final NavigableMap<Long, ModelState> states = new TreeMap<>();
    private final Map<Integer, Set<Long>> serials = new HashMap<>();
    private final Map<Integer, Map<Long, Long>> serialGates = new HashMap<>();
    private final NavigableMap<Long, Long> schemaChanges = new TreeMap<>();
    private long shownLsn;
    private int generations;
    private boolean diskFull;
    private boolean engineStopped;

    History() {
        states.put(0L, ModelState.EMPTY);
    }

    /** What is left of a history after a crash that lost all commits after an LSN. */
    History cutAfter(long lsn) {
        History kept = new History();
        kept.states.putAll(states.headMap(lsn, true));
        kept.shownLsn = shownLsn;
        kept.generations = generations;
        serialGates.forEach((generation, gates) -> gates.forEach((value, gate) -> {
            if (gate <= lsn) {
                kept.takeSerial(generation, value, "before");
                kept.logSerial(generation, value, gate);
            }
        }));
        return kept;
    }

    ModelState latest() {
        return states.lastEntry().getValue();
    }

    long latestLsn() {
        return states.lastKey();
    }

    /** What is committed at an LSN. */
    ModelState at(long lsn) {
        return states.floorEntry(lsn).getValue();
    }

    /** The newest commit not after an LSN. */
    long commitAt(long lsn) {
        return states.floorKey(lsn);
    }

    /** All that was the newest committed state from a commit on. */
    List<ModelState> since(long lsn) {
        return new ArrayList<>(states.tailMap(lsn, true).values());
    }

    boolean schemaChangedAfter(long lsn) {
        return !schemaChanges.tailMap(lsn, false).isEmpty();
    }

    void commit(long lsn, List<ModelChange> changes, String where) {
        if (lsn <= latestLsn()) {
            throw new AssertionError(where + ": commits at " + lsn + ", not after " + latestLsn());
        }
        ModelState state = latest().with(changes);
        state.requireUniqueKeys(where);
        states.put(lsn, state);
        if (changes.stream().anyMatch(ModelChange::changesSchema)) {
            schemaChanges.put(lsn, lsn);
        }
    }

    /** A value of a sequence was given out. */
    void takeSerial(int generation, long value, String where) {
        if (!serials.computeIfAbsent(generation, made -> new HashSet<>()).add(value)) {
            throw new AssertionError(where + ": value " + value + " of a sequence was given out twice");
        }
    }

    /** A value that was given out is not given out again by a log that reaches to {@code gateLsn}. */
    void logSerial(int generation, long value, long gateLsn) {
        serialGates.computeIfAbsent(generation, made -> new HashMap<>()).put(value, gateLsn);
    }

    int newGeneration() {
        return ++generations;
    }

    /** From now on statements may, or may not, be refused for a full disk. */
    void diskFull(boolean isFull) {
        diskFull = isFull;
    }

    /** From now on every statement is refused. */
    void engineStopped() {
        engineStopped = true;
    }

    boolean isEngineStopped() {
        return engineStopped;
    }

    boolean isDiskFull() {
        return diskFull;
    }

    /** A client was shown something that rests on all commits up to an LSN. */
    void shown(long lsn) {
        shownLsn = Math.max(shownLsn, lsn);
    }

    long shownLsn() {
        return shownLsn;
    }
}
