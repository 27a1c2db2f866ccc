package io.omendb.engine.wal;

import org.jspecify.annotations.Nullable;

/** A slot of the ring from the writer to the side file writer. */
final class SideCommand {
    static final int WRITE = 1;
    static final int SEAL = 2;
    static final int DISCARD = 3;

    int action;
    @Nullable SideFile file;
    long chunk;
    int chunkBytes;

    SideFile requireFile() {
        SideFile set = file;
        if (set == null) {
            throw new IllegalStateException("a command without a file was published");
        }
        return set;
    }
}
