package io.omendb.alex;

/**
 * Finds out how many entries at the front of an image can be a run, whose payloads ascend by ones,
 * and a line that comes near to their keys; where none does, they get knots. Thread: writer.
 */
final class RunFitter {

    /** Of the largest data node's slots, the part that a run has at least. */
    private static final int RUN_MIN_PART = 32;

    private final int runMin;
    private final RowKeys rows;
    private final RowKeys.Reader keys;
    private long anchor;
    private double slope;
    private double intercept;
    private boolean isByKnots;

    RunFitter(RowKeys rows, AlexOptions options) {
        this.runMin =
                Math.max(Boundaries.LEFT_BEHIND_MIN + 1, options.leafSlotsMax() / RUN_MIN_PART);
        this.rows = rows;
        this.keys = rows.reader();
    }

    /** Reads the keys of runs, for the writer. */
    RowKeys.Reader keys() {
        return keys;
    }

    // The line that was found last: index = intercept + slope * (key - anchor)

    long anchor() {
        return anchor;
    }

    double slope() {
        return slope;
    }

    double intercept() {
        return intercept;
    }

    /** Whether no line was found: the slope is 0 then. */
    boolean isByKnots() {
        return isByKnots;
    }

    /**
     * How many entries at the front of an image make a run; 0 if that would be few.
     *
     * @param before the data node before them, which they may go on with; 0 if there is none
     */
    int runLength(long before, NodeImage image) {
        int settled = settled(image);
        int lengthMin = Math.max(runMin, image.count() / 4);
        if (settled < lengthMin) {
            return 0;
        }
        isByKnots = false;
        int length = before != 0 && RunNodes.isRun(before) ? extend(before, image, settled) : 0;
        if (length < settled / 2) {
            length = fit(image, settled);
        }
        if (length >= lengthMin) {
            return length;
        }
        isByKnots = true;
        slope = 0;
        intercept = 0;
        return settled;
    }

    /** How many entries at the front have payloads that ascend by ones, and settled keys. */
    private int settled(NodeImage image) {
        int count = 0;
        while (count < image.count()
                && !image.isList(count)
                && image.words[count] == image.words[0] + count
                && rows.isSettled(image.words[count])
                && keys.key(image.words[count]) == image.keys[count]) {
            count++;
        }
        return count;
    }

    /**
     * How many of the first entries a run can go on with, by its own model.
     *
     * @param settledCount as found before
     */
    private int extend(long run, NodeImage image, int settledCount) {
        int before = RunNodes.count(run);
        if (RunNodes.knotCount(run) != 0 || image.words[0] != RunNodes.payload(run, before)) {
            return 0;
        }
        anchor = RunNodes.anchor(run);
        slope = RunNodes.slope(run);
        intercept = RunNodes.intercept(run) - before;
        int count = 0;
        while (count < settledCount && isNear(image.keys[count], count)) {
            count++;
        }
        return count;
    }

    private boolean isNear(long key, int index) {
        double predicted = intercept + slope * NodeSearch.distance(key, anchor);
        return Math.abs(predicted - index) <= RunNodes.ERROR_MAX;
    }

    /**
     * How many of the first entries lie near one line through the first of them: the range of its
     * slope narrows with each.
     *
     * @param settledCount as found before
     */
    private int fit(NodeImage image, int settledCount) {
        double least = 0;
        double greatest = Double.POSITIVE_INFINITY;
        int count = 1;
        while (count < settledCount) {
            double x = NodeSearch.distance(image.keys[count], image.keys[0]);
            double atLeast = Math.max(least, (count - RunNodes.ERROR_MAX) / x);
            double atMost = Math.min(greatest, (count + RunNodes.ERROR_MAX) / x);
            if (atLeast > atMost) {
                break;
            }
            least = atLeast;
            greatest = atMost;
            count++;
        }
        anchor = image.keys[0];
        slope = count == 1 ? 0 : within(least, slopeToLast(image, count), greatest);
        intercept = 0;
        return count;
    }

    /** The slope that keys to come most likely go on with. */
    private static double slopeToLast(NodeImage image, int count) {
        return (count - 1) / NodeSearch.distance(image.keys[count - 1], image.keys[0]);
    }

    private static double within(double least, double value, double greatest) {
        return Math.max(least, Math.min(value, greatest));
    }
}
