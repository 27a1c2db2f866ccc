package io.omendb.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The last steps that one thread put in, each of three numbers. The writer never waits; a reader
 * skips what is overwritten while it reads, and says so by leaving it out.
 *
 * <pre>
 *   writer                             reader
 *   claimed = n + 1                    published, acquire
 *   release fence                      the entry's numbers
 *   the numbers of entry n             acquire fence
 *   published = n + 1, release         claimed: entry n is whole if claimed is at most n + places
 * </pre>
 *
 * <p>A reader that met a number of entry n + places came behind that entry's release fence, so its
 * later load of {@code claimed} meets n + places + 1 or more (as in Boehm, "Can Seqlocks Get Along
 * With Programming Language Memory Models?", MSPC 2012, with a position for the sequence).
 */
final class SlowStepRing {
    /** Takes an entry that a reader found whole. */
    @FunctionalInterface
    interface Visitor {
        void accept(int kind, long beginNs, long lengthNs);
    }

    private static final int KIND = 0;
    private static final int BEGIN = 1;
    private static final int LENGTH = 2;
    private static final int ENTRY_LONGS = 3;

    private static final VarHandle NUMBERS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle CLAIMED;
    private static final VarHandle PUBLISHED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CLAIMED = lookup.findVarHandle(SlowStepRing.class, "claimed", long.class);
            PUBLISHED = lookup.findVarHandle(SlowStepRing.class, "published", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long[] numbers;
    private final int places;

    /** Entries begun, and entries finished. */
    private long claimed;

    private long published;

    /**
     * @param places a power of two
     */
    SlowStepRing(int places) {
        if (Integer.bitCount(places) != 1) {
            throw new IllegalArgumentException("places must be a power of two: " + places);
        }
        this.places = places;
        this.numbers = new long[places * ENTRY_LONGS];
    }

    /** Puts an entry in the place of the oldest. The one thread that writes. */
    void put(int kind, long beginNs, long lengthNs) {
        long entry = published;
        CLAIMED.setOpaque(this, entry + 1);
        VarHandle.releaseFence(); // pairs with the acquire fence in forEach
        int at = indexOf(entry);
        NUMBERS.setOpaque(numbers, at + KIND, (long) kind);
        NUMBERS.setOpaque(numbers, at + BEGIN, beginNs);
        NUMBERS.setOpaque(numbers, at + LENGTH, lengthNs);
        PUBLISHED.setRelease(this, entry + 1); // pairs with the acquire in forEach
    }

    /** Shows the entries that are whole, oldest first. Any thread. */
    void forEach(Visitor visitor) {
        long end = (long) PUBLISHED.getAcquire(this);
        for (long entry = Math.max(0, end - places); entry < end; entry++) {
            int at = indexOf(entry);
            long kind = (long) NUMBERS.getOpaque(numbers, at + KIND);
            long beginNs = (long) NUMBERS.getOpaque(numbers, at + BEGIN);
            long lengthNs = (long) NUMBERS.getOpaque(numbers, at + LENGTH);
            VarHandle.acquireFence();
            if ((long) CLAIMED.getOpaque(this) <= entry + places) {
                visitor.accept((int) kind, beginNs, lengthNs);
            }
        }
    }

    private int indexOf(long entry) {
        return (int) (entry & places - 1) * ENTRY_LONGS;
    }
}
