package io.omendb.offheap;

import java.util.BitSet;

/**
 * Which extents of the segment are taken. Extent 0 never is: offset 0 means "nothing" everywhere.
 *
 * <p>Taking an extent is rare (every 2 MiB), so a monitor guards the map. First fit from the bottom
 * keeps the used part dense and runs of free extents long.
 */
final class ExtentMap {

    private final int extentCount;
    private final BitSet taken;
    private int takenCount;

    ExtentMap(long segmentBytes) {
        this.extentCount = Math.toIntExact(segmentBytes >>> ProcessMemory.EXTENT_SHIFT);
        this.taken = new BitSet(extentCount);
        taken.set(0);
        takenCount = 1;
    }

    synchronized long freeCount() {
        return (long) extentCount - takenCount;
    }

    /** Takes {@code count} adjacent extents and returns the offset of the first, or -1. */
    synchronized long take(int count) {
        if (count <= 0) {
            throw new IllegalArgumentException("extent count must be positive: " + count);
        }
        int first = taken.nextClearBit(1);
        while (first <= extentCount - count) {
            int blocker = taken.nextSetBit(first);
            if (blocker < 0 || blocker - first >= count) {
                taken.set(first, first + count);
                takenCount += count;
                return (long) first << ProcessMemory.EXTENT_SHIFT;
            }
            first = taken.nextClearBit(blocker);
        }
        return -1;
    }

    synchronized void give(long offset, int count) {
        int first = Math.toIntExact(offset >>> ProcessMemory.EXTENT_SHIFT);
        int free = taken.nextClearBit(first);
        if (first < 1 || free < first + count) {
            throw new IllegalStateException(
                    "extents not taken are given back: " + first + " + " + count);
        }
        taken.clear(first, first + count);
        takenCount -= count;
    }
}
