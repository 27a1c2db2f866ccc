package io.omendb.engine.wal;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.ProcessMemory;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The ring between writer and flusher. The byte at an LSN lies at that LSN modulo the ring's
 * length.
 *
 * <pre>
 *   durableLsn &lt;= appendedLsn &lt;= writer's own end &lt;= durableLsn + length
 *        |   flusher reads   |   writer fills    |
 * </pre>
 *
 * <p>Memory order: the writer fills bytes with plain stores, then releases {@code appendedLsn}; the
 * flusher acquires it and reads only below. The flusher releases {@code durableLsn} after the
 * storage has taken the bytes; the writer acquires it and overwrites only what lies a whole length
 * below. So no byte is read and written at once.
 */
final class LogBuffer {
    private final BlockAllocator memory;
    private final int length;
    private final long base;
    private final ByteBuffer writerView;

    LogBuffer(BlockAllocator memory, int length) {
        assert Integer.bitCount(length) == 1;
        this.memory = memory;
        this.length = length;
        this.base = memory.allocate(length);
        this.writerView = view();
    }

    int length() {
        return length;
    }

    /** A view of the whole ring; each thread keeps its own. */
    ByteBuffer view() {
        return ProcessMemory.asSlice(base, length).asByteBuffer();
    }

    /** Where in the ring the byte at an LSN lies. */
    int indexOf(long lsn) {
        return (int) lsn & length - 1;
    }

    /** Where in the process' memory an aligned field at an LSN lies. */
    long addressOf(long lsn) {
        return base + indexOf(lsn);
    }

    /** Copies bytes of the process' memory into the ring. */
    void put(long lsn, long source, int bytes) {
        int index = indexOf(lsn);
        int first = Math.min(bytes, length - index);
        ProcessMemory.copy(source, base + index, first);
        if (first < bytes) {
            ProcessMemory.copy(source + first, base, bytes - first);
        }
    }

    /** The checksum of a range, by the writer. */
    int crc(CRC32C crc, long lsn, int bytes) {
        crc.reset();
        int index = indexOf(lsn);
        int first = Math.min(bytes, length - index);
        crc.update(writerView.limit(index + first).position(index));
        if (first < bytes) {
            crc.update(writerView.limit(bytes - first).position(0));
        }
        return (int) crc.getValue();
    }

    void free() {
        memory.free(base, length);
    }
}
