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
    private static final int LOG_BYTES = 16 << 20;
    private static final int PIECE_BYTES = 1 << 20;

    private final FileChannel file;
    private final ByteBuffer bytes;
    private final long fileBytes;
    private long position;

    private ForceFile(Path path, int commitBytes, long fileBytes) throws IOException {
        this.fileBytes = fileBytes;
        file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
        writeThenForce(fileBytes);
        bytes = ByteBuffer.allocateDirect(commitBytes);
        for (int i = 0; i < commitBytes; i++) {
            bytes.put(i, (byte) (i + 1));
        }
    }

    /**
     * For commits one after the other.
     *
     * @param path of a file to be made
     * @param commitBytes of each commit
     */
    public static ForceFile forCommits(Path path, int commitBytes) throws IOException {
        return new ForceFile(path, commitBytes, LOG_BYTES);
    }

    /**
     * For so many bytes at once.
     *
     * @param path of a file to be made
     * @param byteCount of what is written and then forced
     */
    public static ForceFile forBulk(Path path, long byteCount) throws IOException {
        return new ForceFile(path, PIECE_BYTES, byteCount);
    }

    @Override
    public void operate() throws IOException {
        if (position + bytes.capacity() > fileBytes) {
            position = 0;
        }
        bytes.clear();
        writeAll(bytes, position);
        file.force(false);
        position += bytes.capacity();
    }

    /** Writes all of the file and forces it once. */
    public void writeThenForce() throws IOException {
        writeThenForce(fileBytes);
    }

    private void writeThenForce(long byteCount) throws IOException {
        ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES);
        for (long at = 0; at < byteCount; at += piece.position()) {
            piece.clear().limit((int) Math.min(byteCount - at, PIECE_BYTES));
            writeAll(piece, at);
        }
        file.force(true);
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
