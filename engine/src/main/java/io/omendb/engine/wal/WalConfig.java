package io.omendb.engine.wal;

/**
 * Sizes of the log, in bytes.
 *
 * @param fileBytes length of a file of a new log (an existing log keeps its own); a multiple of
 *     4,096
 * @param bufferBytes log buffer between writer and flusher; a power of two
 * @param spillBytes redo beyond which a transaction writes a side file
 * @param chunkBytes unit in which a transaction's redo takes memory
 * @param redoBytesMax redo of all transactions in memory, beyond which the largest is spilled
 * @param fillBytes first step by which a file is filled with zeros ahead; the steps double
 */
public record WalConfig(
        long fileBytes,
        int bufferBytes,
        int spillBytes,
        int chunkBytes,
        long redoBytesMax,
        int fillBytes) {

    private static final int PAGE_BYTES = 4096;

    /** 64 MiB files, 16 MiB buffer, side files from 4 MiB on. */
    public static WalConfig standard() {
        return new WalConfig(64 << 20, 16 << 20, 4 << 20, 64 << 10, 64 << 20, 1 << 20);
    }

    static boolean isFileBytes(long bytes) {
        return bytes >= 2 * PAGE_BYTES && bytes <= 1L << 30 && bytes % PAGE_BYTES == 0;
    }

    public WalConfig {
        require(
                isFileBytes(fileBytes),
                "file size is a multiple of 4096 of at most 1 GiB",
                fileBytes);
        require(
                bufferBytes >= PAGE_BYTES && Integer.bitCount(bufferBytes) == 1,
                "buffer is a power of two",
                bufferBytes);
        require(
                chunkBytes >= 64 && chunkBytes <= 1 << 20,
                "chunk is 64 bytes to 1 MiB",
                chunkBytes);
        require(spillBytes >= chunkBytes, "side files begin at a chunk or later", spillBytes);
        require(
                WalFrameLayout.frameBytes(spillBytes + WalRecordLayout.COMMIT_SIDE_BYTES)
                        <= bufferBytes / 2,
                "the largest frame fits into half of the buffer",
                spillBytes);
        require(
                redoBytesMax >= 2L * spillBytes,
                "redo in memory is at least two side files",
                redoBytesMax);
        require(
                fillBytes >= PAGE_BYTES && fillBytes % PAGE_BYTES == 0,
                "files are filled in multiples of 4096",
                fillBytes);
    }

    private static void require(boolean condition, String rule, long value) {
        if (!condition) {
            throw new IllegalArgumentException("log configuration: " + rule + ", not " + value);
        }
    }
}
