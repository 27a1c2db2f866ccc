package io.omendb.engine.wal;

import io.omendb.engine.storage.Storage;
import io.omendb.engine.storage.StorageFile;
import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.ProcessMemory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Replays a side file: once through it for its checksum (nothing of a damaged one is applied) and
 * for what the transaction took back, then once more for the records.
 */
final class SideFileReader {
    private static final int WINDOW_BYTES = 256 << 10;

    private final Storage storage;
    private final BlockAllocator memory;
    private final UUID databaseId;
    private final RecordVisit visit;

    /** Takes each record that counts. */
    interface RecordVisit {
        void record(String path, long offset, long record, int length);
    }

    /** Positions [from, to) were taken back: disjoint, ascending. */
    private long[] undoneFrom = new long[8];

    private long[] undoneTo = new long[8];
    private int undoneCount;

    SideFileReader(Storage storage, BlockAllocator memory, UUID databaseId, RecordVisit visit) {
        this.storage = storage;
        this.memory = memory;
        this.databaseId = databaseId;
        this.visit = visit;
    }

    /** A file as a window reads it, up to the length that the commit record gives. */
    private record Bytes(StorageFile file, long end) implements ReadWindow.Source {
        @Override
        public void read(long position, ByteBuffer target) {
            file.read(position, target);
        }
    }

    void replay(long id, long bytes, int crc, boolean hasRollbacks) {
        String path = SideFileLayout.path(id);
        if (!storage.exists(path)) {
            throw new WalDamageException(
                    path, 0, "the side file of a committed transaction is missing");
        }
        try (StorageFile file = storage.openReadOnly(path)) {
            if (file.size() < bytes) {
                throw new WalDamageException(
                        path, file.size(), "the side file ends before its " + bytes + " bytes");
            }
            try (ReadWindow window = new ReadWindow(memory, new Bytes(file, bytes), WINDOW_BYTES)) {
                check(window, path, id, bytes, crc);
                undoneCount = 0;
                if (hasRollbacks) {
                    collectUndone(window, path, bytes);
                }
                visitRecords(window, path, bytes);
            }
        }
    }

    private void check(ReadWindow window, String path, long id, long bytes, int crc) {
        CRC32C sum = new CRC32C();
        for (long at = 0; at < bytes; ) {
            int count = (int) Math.min(WINDOW_BYTES, bytes - at);
            window.at(at, count);
            sum.update(window.view(at, count));
            at += count;
        }
        if ((int) sum.getValue() != crc
                || bytes < SideFileLayout.HEADER_BYTES
                || !SideFileLayout.isHeader(
                        window.at(0, SideFileLayout.HEADER_BYTES), databaseId, id)) {
            throw new WalDamageException(path, 0, "the checksum of the side file is wrong");
        }
    }

    private void collectUndone(ReadWindow window, String path, long bytes) {
        for (long at = SideFileLayout.HEADER_BYTES; at < bytes; ) {
            int length = lengthAt(window, path, at, bytes);
            long record = window.at(at, length);
            if (ProcessMemory.getByte(record + WalRecordLayout.KIND_OFFSET)
                    == WalRecordLayout.ROLLBACK_TO) {
                long from =
                        ProcessMemory.getLong(record + WalRecordLayout.VALUE_OFFSET)
                                + SideFileLayout.HEADER_BYTES;
                while (undoneCount > 0 && undoneFrom[undoneCount - 1] >= from) {
                    undoneCount--; // lies inside the new one
                }
                if (undoneCount == undoneFrom.length) {
                    undoneFrom = Arrays.copyOf(undoneFrom, undoneCount * 2);
                    undoneTo = Arrays.copyOf(undoneTo, undoneCount * 2);
                }
                undoneFrom[undoneCount] = from;
                undoneTo[undoneCount++] = at;
            }
            at += length;
        }
    }

    private void visitRecords(ReadWindow window, String path, long bytes) {
        int next = 0;
        for (long at = SideFileLayout.HEADER_BYTES; at < bytes; ) {
            if (next < undoneCount && at == undoneFrom[next]) {
                at = undoneTo[next++];
                continue;
            }
            int length = lengthAt(window, path, at, bytes);
            visit.record(path, at, window.at(at, length), length);
            at += length;
        }
    }

    private static int lengthAt(ReadWindow window, String path, long at, long end) {
        int length =
                end - at < WalRecordLayout.HEAD_BYTES
                        ? 0
                        : ProcessMemory.getInt(
                                window.at(at, WalRecordLayout.HEAD_BYTES)
                                        + WalRecordLayout.LENGTH_OFFSET);
        if (length < WalRecordLayout.HEAD_BYTES || length > end - at) {
            throw new WalDamageException(path, at, "a record has length " + length);
        }
        return length;
    }
}
