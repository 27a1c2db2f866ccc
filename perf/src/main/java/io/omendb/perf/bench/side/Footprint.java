package io.omendb.perf.bench.side;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The bytes of the table and its key, as an engine tells them. A part that it does not tell is not
 * there.
 */
public final class Footprint {
    private final Map<Part, Long> bytes = new EnumMap<>(Part.class);

    Footprint with(Part part, long partBytes) {
        bytes.merge(part, partBytes, Long::sum);
        return this;
    }

    /** By part, in their order. */
    public Map<Part, Long> bytes() {
        return Collections.unmodifiableMap(bytes);
    }
}
