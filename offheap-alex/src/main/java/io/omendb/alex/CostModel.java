package io.omendb.alex;

/**
 * What a data node costs its searches: a larger one costs no level, but longer searches where its
 * keys do not lie on one line. Where they do at no scale, knots bound what a search costs, whatever
 * the size. It looks at the keys, not at what lookups did: readers write nothing that others read.
 * Thread: writer.
 */
final class CostModel {

    /** Fewer entries are not worth two nodes. */
    private static final int ENTRIES_MIN = 128;

    /** What a search by knots costs, in steps of a search from where a line has the key. */
    static final double KNOTS_STEPS = 2;

    /** Steps of a search, that a level more has to save. */
    private static final double GAIN_MIN = 1;

    private final DataNodeBuilder builder;

    CostModel(DataNodeBuilder builder) {
        this.builder = builder;
    }

    /**
     * Whether a node is better split: if the searches in its two parts are shorter by what a level
     * costs. Keys that are rough at every scale are not: they get knots.
     *
     * @param density of new nodes
     */
    boolean areTwoNodesBetter(NodeImage image, double density) {
        int count = image.count();
        if (count < ENTRIES_MIN) {
            return false;
        }
        double asOne = steps(image, 0, count, density);
        if (asOne < GAIN_MIN) {
            return false;
        }
        int rank = image.rank(InnerNodeLayout.unsigned(Boundaries.amidst(image)));
        double left = rank * steps(image, 0, rank, density);
        double right = (count - rank) * steps(image, rank, count, density);
        return asOne - (left + right) / count >= GAIN_MIN;
    }

    private double steps(NodeImage image, int from, int to, double density) {
        return Math.min(KNOTS_STEPS, builder.searchSteps(image, from, to, density));
    }
}
