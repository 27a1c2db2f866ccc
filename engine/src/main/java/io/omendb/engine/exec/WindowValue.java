package io.omendb.engine.exec;

import io.omendb.sql.vector.Vector;

/** Works out one window function for the rows of a partition, one after the other. */
interface WindowValue {
    /** Forgets what is known of the last partition. */
    void begin(WindowPartition partition);

    /** Writes the value of the partition's current row. */
    void write(WindowPartition partition, Vector out, int outRow);
}
