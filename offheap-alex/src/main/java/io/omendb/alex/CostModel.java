package io.omendb.alex;

/**
 * What a data node costs its searches: a larger one costs no level, but longer searches where its
 * keys do not lie on one line. It looks at the keys, not at what lookups did: readers write nothing
 * that others read. Thread: writer.
 */
final class CostModel {

    /** Fewer entries are not worth two nodes. */
    private static final int ENTRIES_MIN = 128;

    /** Steps of a search, that a level more has to save. */
    private static final double GAIN_MIN = 1;

    /**
     * Among so many steps there are several clusters: two parts may save nothing yet, but theirs
     * will.
     */
    private static final double STEPS_MAX = 5;

    private final DataNodeBuilder builder;

    CostModel(DataNodeBuilder builder) {
        this.builder = builder;
    }

    /**
     * Whether a node is better split: if the searches in its two parts are shorter by what a level
     * costs, or if they are long.
     *
     * @param density of new nodes
     */
    boolean areTwoNodesBetter(NodeImage image, double density) {
        int count = image.count();
        if (count < ENTRIES_MIN) {
            return false;
        }
        double asOne = builder.searchSteps(image, 0, count, density);
        if (asOne < GAIN_MIN || asOne >= STEPS_MAX) {
            return asOne >= STEPS_MAX;
        }
        int rank = image.rank(InnerNodeLayout.unsigned(Boundaries.amidst(image)));
        double left = rank * builder.searchSteps(image, 0, rank, density);
        double right = (count - rank) * builder.searchSteps(image, rank, count, density);
        return asOne - (left + right) / count >= GAIN_MIN;
    }
}
