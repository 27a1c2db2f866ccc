package io.omendb.perf.bench.floor;

import io.omendb.perf.bench.load.Worker;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.random.RandomGenerator;

/**
 * Memory of a size, read the two ways that bound an engine: one place after the other where each
 * says which is next, and all from front to back.
 *
 * <p>The places form one cycle through all of them (Sattolo, 1986): no load can begin before the
 * one before it has ended, and none is near another.
 */
public final class MemoryFloor implements AutoCloseable {
    private static final int PLACES_MIN = 16;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final long placeCount;
    private long place;
    private long sum;

    /**
     * @param byteCount of memory
     */
    public MemoryFloor(long byteCount, RandomGenerator random) {
        placeCount = Math.max(PLACES_MIN, byteCount / Long.BYTES);
        memory = arena.allocate(placeCount * Long.BYTES, Long.BYTES);
        for (long i = 0; i < placeCount; i++) {
            set(i, i);
        }
        for (long i = placeCount - 1; i > 0; i--) {
            long other = random.nextLong(i);
            long swapped = get(i);
            set(i, get(other));
            set(other, swapped);
        }
    }

    /** A worker that does so many dependent loads in an operation; it ends the floor with it. */
    public Worker worker(int loads) {
        return new Worker() {
            @Override
            public void operate() {
                load(loads);
            }

            @Override
            public void close() {
                MemoryFloor.this.close();
            }
        };
    }

    /** So many dependent loads; the next begins where the last ended. */
    public void load(long count) {
        long at = place;
        for (long i = 0; i < count; i++) {
            at = get(at);
        }
        place = at;
    }

    /** Reads all of the memory from front to back. Returns the number of bytes. */
    public long scan() {
        long added = 0;
        for (long i = 0; i < placeCount; i++) {
            added += memory.getAtIndex(ValueLayout.JAVA_LONG, i);
        }
        sum = added;
        return placeCount * Long.BYTES;
    }

    /** What was read, so that reading it is of use. */
    public long seen() {
        return sum + place;
    }

    @Override
    public void close() {
        arena.close();
    }

    private long get(long index) {
        return memory.getAtIndex(ValueLayout.JAVA_LONG, index);
    }

    private void set(long index, long value) {
        memory.setAtIndex(ValueLayout.JAVA_LONG, index, value);
    }
}
