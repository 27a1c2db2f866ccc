package io.omendb.sql.plan;

/** The kinds of joins. */
public enum JoinKind {
    INNER,
    LEFT,
    RIGHT,
    FULL,
    /** Rows of the left side that have a match, once; the right side's columns are not there. */
    SEMI,
    /** Rows of the left side that have no match; the right side's columns are not there. */
    ANTI,
    /** LEFT, but a second match of a row is error 21000: a subquery used as a value. */
    SINGLE;

    /** Returns whether the columns of the right side are in the output. */
    public boolean showsRight() {
        return this != SEMI && this != ANTI;
    }
}
