package io.omendb.alex;

import io.omendb.offheap.ProcessMemory;

/**
 * The bytes of a data node, little-endian. Those of its bitmaps lie in front of it, from the last
 * to the first:
 *
 * <pre>
 *        lists          8 for 64 slots: 1 bit per slot
 *    -8  presence       8 for 64 slots: 1 bit per slot; that of the first 64 slots comes last
 *     0  version        8   bit 0: the writer is inside; bit 1: replaced, for ever complete; counts in steps of 4
 *     8  first          4   the lowest slot in use
 *    12  limit          4   one above the highest slot in use; first = limit: empty
 *    16  anchor         8   model: slot = intercept + slope * (key - anchor), 0 for keys below the anchor
 *    24  slope          8   0: the knots are the model
 *    32  intercept      8
 *    40  capacity       4   slots, a multiple of 64
 *    44  list count     4   entries whose word names a payload list
 *    48  low            8   the least key that belongs here                     (never changed)
 *    56  high           8   the greatest key that belongs here                  (never changed)
 *    64  count          4   entries                                                (writer only)
 *    68  edge inserts   2+2 inserts among the last slots, among the first slots    (writer only, since built)
 *    72  built count    4   entries when the model was fitted                      (writer only)
 *    76  moved          4   slots moved by inserts since                           (writer only)
 *    80  unused        48
 *   128  blocks         104 bytes for 8 slots: [key 8] x 8, [word 5] x 8
 *        knots          8 for 64 slots, and padding to 8 of them: the keys of slots 0, 64, 128 ...
 * </pre>
 *
 * <p>What readers look at for every key lies in the first 64 bytes, and in a block. That and the
 * bit of a slot are at places that the capacity has no say in: who knows the slot loads all at
 * once.
 *
 * <p>Where no line comes near to the keys, the knots count instead: a line from each to the next.
 * They are what the keys were when the node was built or a key was put there, and only say where to
 * begin the search.
 *
 * <p>Keys ascend over the slots from first to limit. A slot in between without an entry holds the
 * key of the next entry to its right, so that a search needs no bitmap: the last slot with a key
 * not above the sought one holds an entry. Slots outside [first, limit) hold nothing and are not
 * searched; no key is reserved as a sentinel. A word is a payload or the number of a list's block;
 * it lies 43 to 64 bytes behind its key, so that both are in one line or in two that are
 * neighbours.
 */
final class DataNodeLayout {

    static final int VERSION = 0;
    static final int RANGE = VERSION + 8;
    static final int ANCHOR = RANGE + 8;
    static final int SLOPE = ANCHOR + 8;
    static final int INTERCEPT = SLOPE + 8;
    static final int CAPACITY = INTERCEPT + 8;
    static final int LIST_COUNT = CAPACITY + 4;
    static final int LOW = LIST_COUNT + 4;
    static final int HIGH = LOW + 8;
    static final int COUNT = HIGH + 8;

    /** What readers look at for every key. */
    static final int HEAD_BYTES = COUNT;

    static final int TAIL_INSERTS = COUNT + 4;
    static final int HEAD_INSERTS = TAIL_INSERTS + 2;
    static final int BUILT_COUNT = HEAD_INSERTS + 2;
    static final int MOVED = BUILT_COUNT + 4;
    private static final int BLOCKS = 128;

    static final int SLOTS_MIN = 64;

    /** Slots whose keys lie together, in about a cache line. */
    static final int BLOCK_SLOTS = 8;

    /** Slots from one knot to the next: 2^6. */
    static final int KNOT_SHIFT = 6;

    static final long WRITER_INSIDE = 1;
    static final long REPLACED = 2;
    static final long VERSION_STEP = 4;
    static final long VERSION_BUSY = WRITER_INSIDE | REPLACED;

    /** Payloads and the numbers of blocks have so many bits. */
    static final int WORD_BITS = 40;

    static final long WORD_MAX = (1L << WORD_BITS) - 1;

    /** What a slot takes, besides its bits. */
    static final int SLOT_BYTES = 8 + WORD_BITS / 8;

    private static final int WORDS_IN_BLOCK = 64;
    static final int BLOCK_BYTES = 8 * SLOT_BYTES;

    private DataNodeLayout() {}

    private static int knotsOffset(int capacity) {
        return BLOCKS + capacity * SLOT_BYTES;
    }

    /** The bitmaps and what aligns the node behind them with a cache line. */
    static int frontBytes(int capacity) {
        return ((capacity >>> 2) + 63) & -64;
    }

    /** Knots and what pads them: a multiple of eight. */
    static int knotPlaces(int capacity) {
        return ((capacity >>> KNOT_SHIFT) + 7) & -8;
    }

    static long knots(long node, int capacity) {
        return node + knotsOffset(capacity);
    }

    static int bytes(int capacity) {
        return frontBytes(capacity) + knotsOffset(capacity) + (knotPlaces(capacity) << 3);
    }

    /** The most slots, a multiple of 64, in a block of that many bytes. */
    static int capacityIn(long blockBytes) {
        int capacity = (int) ((blockBytes - BLOCKS) * 8 / (8 * SLOT_BYTES + 3)) & -64;
        while (bytes(capacity + 64) <= blockBytes) {
            capacity += 64;
        }
        while (bytes(capacity) > blockBytes) {
            capacity -= 64;
        }
        return capacity;
    }

    static int first(long range) {
        return (int) range;
    }

    static int limit(long range) {
        return (int) (range >>> 32);
    }

    static long range(int first, int limit) {
        return (long) limit << 32 | first;
    }

    /** All in front of the blocks. */
    static int headBytes() {
        return BLOCKS;
    }

    /** Where the bits of the first 64 slots are. */
    static long presence(long node) {
        return node - Long.BYTES;
    }

    static long lists(long node, int capacity) {
        return presence(node) - (capacity >>> 3);
    }

    /** Where a bitmap has the bits of the 64 slots that a slot is among. */
    static long bitsOffset(long bitmap, int slot) {
        return bitmap - (slot >>> 6 << 3);
    }

    static long bits(long bitmap, int slot) {
        return ProcessMemory.getLong(bitsOffset(bitmap, slot));
    }

    static long blocks(long node) {
        return node + BLOCKS;
    }

    /** Where the block of a slot begins: with the keys of its slots. */
    static long block(long blocks, int slot) {
        return blocks + (long) (slot >>> 3) * BLOCK_BYTES;
    }

    private static long keyOffset(long blocks, int slot) {
        return block(blocks, slot) + ((slot & 7) << 3);
    }

    private static long wordOffset(long blocks, int slot) {
        return block(blocks, slot) + WORDS_IN_BLOCK + (slot & 7) * 5L;
    }

    static long key(long blocks, int slot) {
        return ProcessMemory.getLong(keyOffset(blocks, slot));
    }

    static long word(long blocks, int slot) {
        return ProcessMemory.getLong(wordOffset(blocks, slot)) & WORD_MAX;
    }

    /** The word of the slot whose key lies {@code keyAt} bytes behind the begin of a block. */
    static long wordInBlock(long block, int keyAt) {
        int at = WORDS_IN_BLOCK + (keyAt >>> 1) + (keyAt >>> 3);
        return ProcessMemory.getLong(block + at) & WORD_MAX;
    }

    static void putKey(long blocks, int slot, long key) {
        ProcessMemory.putLong(keyOffset(blocks, slot), key);
    }

    static void putWord(long blocks, int slot, long word) {
        long offset = wordOffset(blocks, slot);
        ProcessMemory.putInt(offset, (int) word);
        ProcessMemory.putByte(offset + Integer.BYTES, (byte) (word >>> Integer.SIZE));
    }

    /**
     * As {@link #putWord}, with one store, for who fills slots in ascending order: it spoils three
     * bytes behind, of the next word or key.
     */
    static void putWordBeforeNext(long blocks, int slot, long word) {
        ProcessMemory.putLong(wordOffset(blocks, slot), word);
    }

    static boolean bit(long bitmap, int slot) {
        return (bits(bitmap, slot) >>> slot & 1) != 0;
    }

    /** The lowest set bit at or above {@code slot} and below {@code limit}, or -1. */
    static int nextSet(long bitmap, int slot, int limit) {
        if (slot >= limit) {
            return -1;
        }
        int word = slot >>> 6;
        long bits = bits(bitmap, word << 6) & (-1L << slot);
        while (bits == 0) {
            if (++word << 6 >= limit) {
                return -1;
            }
            bits = bits(bitmap, word << 6);
        }
        int found = (word << 6) + Long.numberOfTrailingZeros(bits);
        return found < limit ? found : -1;
    }

    /** The highest set bit at or below {@code slot}, or -1. */
    static int previousSet(long bitmap, int slot) {
        if (slot < 0) {
            return -1;
        }
        int word = slot >>> 6;
        long bits = bits(bitmap, word << 6) & (-1L >>> (63 - (slot & 63)));
        while (bits == 0) {
            if (--word < 0) {
                return -1;
            }
            bits = bits(bitmap, word << 6);
        }
        return (word << 6) + 63 - Long.numberOfLeadingZeros(bits);
    }

    /** The lowest clear bit at or above {@code slot} and below {@code capacity}, or -1. */
    static int nextClear(long bitmap, int slot, int capacity) {
        if (slot >= capacity) {
            return -1;
        }
        int word = slot >>> 6;
        long bits = ~bits(bitmap, word << 6) & (-1L << slot);
        while (bits == 0) {
            if (++word << 6 >= capacity) {
                return -1;
            }
            bits = ~bits(bitmap, word << 6);
        }
        return (word << 6) + Long.numberOfTrailingZeros(bits);
    }

    /** The highest clear bit at or below {@code slot}, or -1. */
    static int previousClear(long bitmap, int slot) {
        if (slot < 0) {
            return -1;
        }
        int word = slot >>> 6;
        long bits = ~bits(bitmap, word << 6) & (-1L >>> (63 - (slot & 63)));
        while (bits == 0) {
            if (--word < 0) {
                return -1;
            }
            bits = ~bits(bitmap, word << 6);
        }
        return (word << 6) + 63 - Long.numberOfLeadingZeros(bits);
    }
}
