package io.omendb.engine.table;

/**
 * What a table consists of, its indexes left out, in blocks as the allocator rounds them.
 *
 * @param rows inserted and not deleted
 * @param rowBytes their values in the columns, 16 bytes for one of variable length
 * @param freeSlots slots of row groups without such a row: never used, free, or of a row that was
 *     deleted and is still seen by someone
 * @param freeSlotBytes of these, and what blocks were rounded up by
 * @param groups of rows
 * @param headerBytes what groups hold beside values: descriptors, presence and null bitmaps, vector
 *     entries, zone maps, directories
 * @param strings values of more than 12 bytes
 * @param stringBytes of these
 * @param freeStringBytes room for more of them
 * @param versions before-images of changed rows
 * @param versionBytes of these
 * @param wordVectors vectors of up to 1,024 rows that have version words
 * @param wordBytes of these
 */
public record TableMemory(
        long rows,
        long rowBytes,
        long freeSlots,
        long freeSlotBytes,
        long groups,
        long headerBytes,
        long strings,
        long stringBytes,
        long freeStringBytes,
        long versions,
        long versionBytes,
        long wordVectors,
        long wordBytes) {
    /** Of all parts. */
    public long bytes() {
        return rowBytes
                + freeSlotBytes
                + headerBytes
                + stringBytes
                + freeStringBytes
                + versionBytes
                + wordBytes;
    }
}
