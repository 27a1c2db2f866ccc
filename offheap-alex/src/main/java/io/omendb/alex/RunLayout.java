package io.omendb.alex;

/**
 * The bytes of a run, little-endian; but for the last they are those of a data node with entries
 * ({@link DataNodeLayout}):
 *
 * <pre>
 *     0  version        8
 *     8  first          4   0
 *    12  limit          4   how many payloads
 *    16  anchor         8   model: index = intercept + slope * (key - anchor)
 *    24  slope          8   0: the knots are the model
 *    32  intercept      8   of the knots: how many payloads left the front, negative
 *    40  capacity       4   0: this is a run
 *    44  list count     4   0
 *    48  low            8
 *    56  high           8
 *    64  first payload  8   the one with index 0
 *    72  knot count     4
 *    76  unused         4
 *    80  knots          8 each: the keys of indexes 0, 64, 128 ... when the run was made
 * </pre>
 */
final class RunLayout {

    static final int FIRST_PAYLOAD = DataNodeLayout.HIGH + 8;
    static final int KNOT_COUNT = FIRST_PAYLOAD + 8;
    private static final int KNOTS = KNOT_COUNT + 8;

    private RunLayout() {}

    static int bytes(int knotCount) {
        return KNOTS + (knotCount << 3);
    }

    static long knotOffset(long node, int knot) {
        return node + KNOTS + ((long) knot << 3);
    }
}
