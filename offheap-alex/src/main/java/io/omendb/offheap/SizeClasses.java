package io.omendb.offheap;

/**
 * The block sizes an allocator hands out: 32, 48, then four per doubling from 64 to 1 MiB, each a
 * multiple of 64 (so below 256 bytes there are fewer than four). Rounding up costs at most a fifth
 * beyond 256 bytes.
 */
final class SizeClasses {

    static final int SMALL_MAX = 48;
    static final int LARGEST_BYTES = 1 << 20;

    private static final int LINE_SHIFT = 6;

    /**
     * Classes 0 and 1 are 32 and 48; 2 to 4 are 64, 128, 192; class 5 is 256, then four per
     * doubling.
     */
    private static final int FIRST_QUARTERED = 5;

    private static final int FIRST_QUARTERED_SHIFT = 8;

    static final int COUNT = FIRST_QUARTERED + 4 * (20 - FIRST_QUARTERED_SHIFT) + 1;

    private SizeClasses() {}

    static int classOf(long bytes) {
        if (bytes <= 32) {
            return 0;
        }
        if (bytes <= SMALL_MAX) {
            return 1;
        }
        if (bytes <= 256) {
            return (int) ((bytes + 63) >>> LINE_SHIFT) + 1;
        }
        int last = (int) bytes - 1;
        int shift = 31 - Integer.numberOfLeadingZeros(last);
        int quarter = (last >>> (shift - 2)) & 3;
        return FIRST_QUARTERED + ((shift - FIRST_QUARTERED_SHIFT) << 2) + quarter + 1;
    }

    static int bytesOf(int sizeClass) {
        if (sizeClass < 2) {
            return sizeClass == 0 ? 32 : SMALL_MAX;
        }
        if (sizeClass < FIRST_QUARTERED) {
            return (sizeClass - 1) << LINE_SHIFT;
        }
        int step = sizeClass - FIRST_QUARTERED;
        int shift = FIRST_QUARTERED_SHIFT + (step >>> 2);
        return (1 << shift) + ((step & 3) << (shift - 2));
    }
}
