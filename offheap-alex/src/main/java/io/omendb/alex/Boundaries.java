package io.omendb.alex;

/**
 * Where a data node is split: of all numbers between two of its keys, at the one divisible by the
 * greatest power of two, as unsigned keys, so that inner nodes stay coarse.
 *
 * <p>The two keys are the quartiles, so that each half gets a quarter at least whatever the keys
 * are; if new keys come beyond all others, they are chosen so that what is left behind stays full.
 * Thread: writer.
 */
final class Boundaries {

    /** The keys that move on with an append, at least: two numbers apart, the boundary is even. */
    static final int LEFT_BEHIND_MIN = 3;

    private final TreePath path;

    Boundaries(TreePath path) {
        this.path = path;
    }

    /**
     * The number in (below, above], as unsigned keys, that is divisible by the greatest power of
     * two.
     */
    static long between(long below, long above) {
        int shift = 63 - Long.numberOfLeadingZeros(below ^ above);
        return InnerNodeLayout.unsigned(above) >>> shift << shift;
    }

    /** Where neither end of a node gets more keys than the middle. */
    static long amidst(NodeImage image) {
        int quarter = image.count() / 4;
        return between(image.keys[quarter], image.keys[image.count() - 1 - quarter]);
    }

    /**
     * Among the last of the first entries that make a run, or right behind them.
     *
     * @param next the key behind all entries
     */
    long behindRun(NodeImage image, int length, long next) {
        return behind(image, length, length < image.count() ? image.keys[length] : next);
    }

    /**
     * Among the upper half of the first {@code count} entries, or at {@code above} them: so coarse
     * that few slots lead to one node.
     */
    static long ofLoad(NodeImage image, int count, long above) {
        return between(image.keys[count / 2], above);
    }

    /**
     * Near the last entries of a node that grows there.
     *
     * @param last the greatest key that is there, or is about to come
     */
    long behindAppends(NodeImage image, long last) {
        return behind(image, image.count(), last);
    }

    /** Near the last of the first {@code count} entries, or at {@code above} them. */
    private long behind(NodeImage image, int count, long above) {
        // The parent will be full soon. A boundary that its own parent can use keeps the tree flat.
        long coarse = between(image.keys[count / 64], above);
        if (path.isForParent(coarse)) {
            return coarse;
        }
        return between(image.keys[count - Math.max(LEFT_BEHIND_MIN, count / 16)], above);
    }

    /**
     * Near the first entries of a node that grows there.
     *
     * @param first the least key that is there, or is about to come
     */
    long beforePrepends(NodeImage image, long first) {
        int count = image.count();
        long coarse = between(first, image.keys[count - 1 - count / 64]);
        if (path.isForParent(coarse)) {
            return coarse;
        }
        return between(first, image.keys[Math.max(LEFT_BEHIND_MIN, count / 16) - 1]);
    }
}
