package io.omendb.jmh;

import java.io.IOException;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The floor of what is durable: a file beside the databases. */
@State(Scope.Thread)
public class ForcedFile {
    private ZeroFilledFile file;

    @Setup
    public void create() {
        file = ZeroFilledFile.create();
    }

    @TearDown
    public void giveBack() {
        file.close();
    }

    /** Writes and forces the bytes of a commit; returns where. */
    long force() throws IOException {
        return file.force();
    }
}
