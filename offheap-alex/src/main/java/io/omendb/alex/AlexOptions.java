package io.omendb.alex;

/**
 * Limits of one index.
 *
 * @param leafSlotsMax the most slots of a data node, a multiple of 64; 13 bytes and three bits each
 * @param fanoutMax the most slots of an inner node that is made for data nodes that are made, too;
 *     8 bytes each, behind a header as large as 3
 */
record AlexOptions(int leafSlotsMax, int fanoutMax) {

    /**
     * Data nodes of 32 KiB, inner nodes of 16: one insert may split one of the former, and write
     * the slots of two of the latter, in all at most 64 KiB.
     */
    static final AlexOptions STANDARD = new AlexOptions(2432, 2048 - 3);

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

    /**
     * The most slots of an inner node that is made while no data node is: what is left of 64 KiB is
     * for the entries that the insert has to shift.
     */
    int fanoutAloneMax() {
        return 4 * fanoutMax - fanoutMax / 4;
    }

    /** The number of bits of a slot number in the largest inner node, rounded down. */
    int fanoutBits() {
        return 31 - Integer.numberOfLeadingZeros(fanoutMax);
    }
}
