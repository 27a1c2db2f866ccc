package io.omendb.alex;

import java.util.EnumMap;
import java.util.Map;

/**
 * What the writer of an index does, counted while it does it: changes of structure, and the bytes
 * that an operation moves. Thread: writer.
 */
final class WorkTallies {

    /** What the bytes moved are counted for. */
    enum Operation {
        INSERT,
        REMOVE,
        /** Loads and preparations: no single operation that a caller waits for as for an insert. */
        OTHER
    }

    private static final int CHILD_BYTES = 8;
    private static final int KEY_BYTES = 8;
    private static final int PAYLOAD_BYTES = 8;

    private final long[] changes = new long[StructureChange.values().length];
    private final Moves inserts = new Moves();
    private final Moves removals = new Moves();
    private final Moves others = new Moves();
    private Moves current = others;

    /** What is moved from here on is moved by a new operation. */
    void begin(Operation operation) {
        current =
                switch (operation) {
                    case INSERT -> inserts;
                    case REMOVE -> removals;
                    case OTHER -> others;
                };
        current.operation = 0;
    }

    void changed(StructureChange kind) {
        changes[kind.ordinal()]++;
    }

    /**
     * A data node was built again.
     *
     * @param capacityBefore 0 if it was a run
     */
    void rebuilt(int capacityBefore, int capacity) {
        if (capacityBefore == 0) {
            changed(StructureChange.RUN_UNPACKED);
        } else if (capacity > capacityBefore) {
            changed(StructureChange.NODE_EXPANDED);
        } else if (capacity < capacityBefore) {
            changed(StructureChange.NODE_CONTRACTED);
        } else {
            changed(StructureChange.NODE_RETRAINED);
        }
    }

    void entriesShifted(int count) {
        long bytes = (long) count * DataNodeLayout.SLOT_BYTES;
        current.shifted += bytes;
        current.add(bytes);
    }

    void gapsFilled(int count) {
        long bytes = (long) count * KEY_BYTES;
        current.shifted += bytes;
        current.add(bytes);
    }

    void entriesCopied(int count) {
        long bytes = (long) count * DataNodeLayout.SLOT_BYTES;
        current.copied += bytes;
        current.add(bytes);
    }

    void childrenWritten(int count) {
        long bytes = (long) count * CHILD_BYTES;
        current.children += bytes;
        current.add(bytes);
    }

    void payloadsCopied(int count) {
        long bytes = (long) count * PAYLOAD_BYTES;
        current.lists += bytes;
        current.add(bytes);
    }

    Map<StructureChange, Long> changes() {
        Map<StructureChange, Long> counts = new EnumMap<>(StructureChange.class);
        for (StructureChange kind : StructureChange.values()) {
            if (changes[kind.ordinal()] != 0) {
                counts.put(kind, changes[kind.ordinal()]);
            }
        }
        return counts;
    }

    MovedBytes inserts() {
        return inserts.asRecord();
    }

    MovedBytes removals() {
        return removals.asRecord();
    }

    private static final class Moves {
        long shifted;
        long copied;
        long children;
        long lists;
        long operation;
        long operationMax;

        void add(long bytes) {
            operation += bytes;
            operationMax = Math.max(operationMax, operation);
        }

        MovedBytes asRecord() {
            return new MovedBytes(shifted, copied, children, lists, operationMax);
        }
    }
}
