package io.omendb.perf.bench.floor;

import io.omendb.perf.bench.load.Worker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes the bytes of a commit behind those of the one before, into a file that was filled with
 * zeros beforehand, and forces them: what a log costs that does nothing else.
 */
public final class ForceFile implements Worker {
    private static final int FILE_BYTES = 16 << 20;

    private final FileChannel file;
    private final ByteBuffer bytes;
    private long position;

    /**
     * @param path of a file to be made
     * @param commitBytes of each commit
     */
    public ForceFile(Path path, int commitBytes) throws IOException {
        file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
        writeAll(ByteBuffer.allocateDirect(FILE_BYTES), 0);
        file.force(true);
        bytes = ByteBuffer.allocateDirect(commitBytes);
        for (int i = 0; i < commitBytes; i++) {
            bytes.put(i, (byte) (i + 1));
        }
    }

    @Override
    public void operate() throws IOException {
        if (position + bytes.capacity() > FILE_BYTES) {
            position = 0;
        }
        bytes.clear();
        writeAll(bytes, position);
        file.force(false);
        position += bytes.capacity();
    }

    /** Writes so many bytes through the file, over and over, and forces them once. */
    public void writeThenForce(long byteCount) throws IOException {
        ByteBuffer piece = ByteBuffer.allocateDirect(1 << 20);
        long left = byteCount;
        for (long at = 0; left > 0; at = (at + piece.capacity()) % FILE_BYTES) {
            piece.clear().limit((int) Math.min(left, piece.capacity()));
            writeAll(piece, at);
            left -= piece.position();
        }
        file.force(false);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void writeAll(ByteBuffer from, long at) throws IOException {
        long next = at;
        while (from.hasRemaining()) {
            next += file.write(from, next);
        }
    }
}
