package io.omendb.alex;

/**
 * Hears of each change of an index's structure: a node built again, larger or smaller, or split.
 * Called by the writer, around the change; must not throw.
 */
public interface StructureListener {
    /** Hears nothing. */
    StructureListener NONE =
            new StructureListener() {
                @Override
                public void begins() {
                    // Nobody listens.
                }

                @Override
                public void ended() {
                    // Nobody listens.
                }
            };

    /** A change begins. */
    void begins();

    /** It has ended, done or given up. */
    void ended();
}
