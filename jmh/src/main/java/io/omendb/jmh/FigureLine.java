package io.omendb.jmh;

/**
 * One figure of a program that is not JMH's, as the harness reads it: metric, side, unit and
 * number, parted by tabs.
 */
final class FigureLine {
    static final String OURS = "omendb";
    static final String BTREE = "btree";
    static final String SPIN_LOOP = "spin loop";

    private FigureLine() {}

    static void print(String metric, String side, String unit, double figure) {
        System.out.println("figure\t" + metric + "\t" + side + "\t" + unit + "\t" + figure);
    }
}
