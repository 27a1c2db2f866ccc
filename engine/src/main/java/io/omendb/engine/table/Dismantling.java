package io.omendb.engine.table;

/** Something that nobody uses any more and whose blocks go in pieces. Thread: writer. */
interface Dismantling {

    /**
     * Retires about so many blocks. Room for that many retirements was reserved.
     *
     * @return whether nothing is left
     */
    boolean step(int blocksMax);
}
