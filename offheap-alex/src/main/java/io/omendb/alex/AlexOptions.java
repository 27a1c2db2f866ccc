package io.omendb.alex;

/**
 * Limits of one index.
 *
 * @param leafSlotsMax the most slots of a data node, a multiple of 64; 13 bytes and two bits each
 * @param fanoutMax the most slots of an inner node, a power of two; 8 bytes each
 */
record AlexOptions(int leafSlotsMax, int fanoutMax) {

    /** An insert may split a node twice and copy an inner node: 64 KiB at most. */
    static final AlexOptions STANDARD = new AlexOptions(1600, 2048);

    AlexOptions {
        if (leafSlotsMax < 64 || leafSlotsMax % 64 != 0 || leafSlotsMax > 1 << 20) {
            throw new IllegalArgumentException(
                    "leafSlotsMax must be a multiple of 64: " + leafSlotsMax);
        }
        if (fanoutMax < 32 || fanoutMax > 1 << 20) {
            throw new IllegalArgumentException(
                    "fanoutMax must be between 32 and 1048576: " + fanoutMax);
        }
    }

    /** The number of bits of a slot number in the largest inner node, rounded down. */
    int fanoutBits() {
        return 31 - Integer.numberOfLeadingZeros(fanoutMax);
    }
}
