package io.omendb.engine.wal;

import io.omendb.engine.storage.Storage;
import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.ProcessMemory;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Reads a log after a crash, frame by frame, and finds its end.
 *
 * <p>At a place without a valid frame the log ends, if what should be there may never have been
 * forced. It certainly was if a later frame knew a {@code durableLsn} beyond that place when it was
 * written: then the place is damaged, and that is an error. All that follows is searched for such a
 * frame. What cannot be told from a torn tail is rot in the last group that was forced: no later
 * frame witnesses it.
 */
final class WalReader implements AutoCloseable {
    private static final int WINDOW_BYTES_MIN = 64 << 10;
    private static final int WINDOW_BYTES_MAX = 4 << 20;
    private static final long PROGRESS_BYTES = 16 << 20;

    private final LogFiles files;
    private final ReadWindow window;
    private final UUID databaseId;
    private final WalVisitor visitor;
    private final SideFileReader sides;
    private final WalRecord record = new WalRecord();
    private final CRC32C crc = new CRC32C();
    private final Set<Long> sideFiles = new HashSet<>();

    private long endLsn;
    private long provenLsn;

    WalReader(
            Storage storage,
            BlockAllocator memory,
            LogFiles files,
            UUID databaseId,
            WalVisitor visitor) {
        this.files = files;
        this.databaseId = databaseId;
        this.visitor = visitor;
        int windowBytes =
                Math.clamp(files.end() - files.firstLsn(), WINDOW_BYTES_MIN, WINDOW_BYTES_MAX);
        this.window = new ReadWindow(memory, files, windowBytes);
        this.sides = new SideFileReader(storage, memory, databaseId, this::visit);
    }

    /** Replays from an LSN at which a frame begins, to the end of the log. */
    void replay(long fromLsn, WalProgress progress) {
        long bytesMax = files.end() - fromLsn;
        long lsn = fromLsn;
        long told = lsn;
        provenLsn = fromLsn;
        int length = validFrameAt(lsn);
        while (length > 0) {
            replayFrame(lsn);
            lsn += length;
            if (lsn - told >= PROGRESS_BYTES) {
                told = lsn;
                progress.onProgress(lsn - fromLsn, bytesMax);
            }
            length = validFrameAt(lsn);
        }
        requireTornTail(lsn);
        endLsn = lsn;
        progress.onProgress(lsn - fromLsn, bytesMax);
    }

    /** The end of the last valid frame. */
    long endLsn() {
        return endLsn;
    }

    /**
     * An LSN up to which the log was certainly forced: what lies between it and the end may be in
     * caches only.
     */
    long provenLsn() {
        return provenLsn;
    }

    /** The side files that belong to the log. */
    Set<Long> sideFiles() {
        return sideFiles;
    }

    /** The length of the frame at an LSN, or 0 if there is no valid one. */
    private int validFrameAt(long lsn) {
        long frame = window.at(lsn, WalFrameLayout.HEADER_BYTES);
        if (frame < 0 || ProcessMemory.getLong(frame + WalFrameLayout.LSN_OFFSET) != lsn) {
            return 0;
        }
        int length = ProcessMemory.getInt(frame + WalFrameLayout.LENGTH_OFFSET);
        if (length < WalFrameLayout.HEADER_BYTES
                || length > WalFrameLayout.LENGTH_MAX
                || length % WalFrameLayout.ALIGNMENT != 0) {
            return 0;
        }
        frame = window.at(lsn, length);
        if (frame < 0) {
            return 0;
        }
        crc.reset();
        crc.update(
                window.view(
                        lsn + WalFrameLayout.LENGTH_OFFSET, length - WalFrameLayout.LENGTH_OFFSET));
        long sequence = WalFileLayout.sequenceAt(lsn, files.fileBytes());
        int recordBytes = ProcessMemory.getInt(frame + WalFrameLayout.RECORD_BYTES_OFFSET);
        boolean valid =
                (int) crc.getValue() == ProcessMemory.getInt(frame + WalFrameLayout.CRC_OFFSET)
                        && ProcessMemory.getLong(frame + WalFrameLayout.IDENTITY_OFFSET)
                                == WalFileLayout.identity(databaseId, sequence)
                        && durableLsnOf(frame) <= lsn
                        && recordBytes >= 0
                        && WalFrameLayout.frameBytes(recordBytes) == length;
        return valid ? length : 0;
    }

    private static long durableLsnOf(long frame) {
        return ProcessMemory.getLong(frame + WalFrameLayout.DURABLE_LSN_OFFSET);
    }

    /** Passes unless a frame after the end of the log proves that the log did not end there. */
    private void requireTornTail(long end) {
        long last = files.end() - WalFrameLayout.HEADER_BYTES;
        for (long lsn = end + WalFrameLayout.ALIGNMENT;
                lsn <= last;
                lsn += WalFrameLayout.ALIGNMENT) {
            long field = window.at(lsn + WalFrameLayout.LSN_OFFSET, Long.BYTES);
            if (ProcessMemory.getLong(field) != lsn || validFrameAt(lsn) == 0) {
                continue;
            }
            long durable = durableLsnOf(window.at(lsn, WalFrameLayout.HEADER_BYTES));
            if (durable > end) {
                throw new WalDamageException(
                        files.pathAt(end),
                        files.offsetAt(end),
                        "no valid frame at LSN "
                                + end
                                + ", though the log was durable to LSN "
                                + durable);
            }
        }
    }

    private void replayFrame(long lsn) {
        long frame = window.at(lsn, WalFrameLayout.HEADER_BYTES);
        int length = ProcessMemory.getInt(frame + WalFrameLayout.LENGTH_OFFSET);
        frame = window.at(lsn, length);
        provenLsn = Math.max(provenLsn, durableLsnOf(frame));
        int recordBytes = ProcessMemory.getInt(frame + WalFrameLayout.RECORD_BYTES_OFFSET);
        long at = frame + WalFrameLayout.HEADER_BYTES;
        long end = at + recordBytes;
        long commitLsn = lsn + length;
        boolean ended = false;
        while (at < end) {
            int bytes =
                    end - at < WalRecordLayout.HEAD_BYTES
                            ? 0
                            : ProcessMemory.getInt(at + WalRecordLayout.LENGTH_OFFSET);
            if (bytes < WalRecordLayout.HEAD_BYTES || bytes > end - at || ended) {
                throw malformed(lsn, "record of length " + bytes);
            }
            byte kind = ProcessMemory.getByte(at + WalRecordLayout.KIND_OFFSET);
            if (kind == WalRecordLayout.COMMIT) {
                commit(lsn, at, bytes, commitLsn);
                ended = true;
            } else if (kind == WalRecordLayout.SEQUENCE) {
                if (bytes != WalRecordLayout.SEQUENCE_BYTES) {
                    throw malformed(lsn, "sequence record of length " + bytes);
                }
                visitor.sequence(
                        ProcessMemory.getInt(at + WalRecordLayout.OID_OFFSET),
                        ProcessMemory.getLong(at + WalRecordLayout.VALUE_OFFSET));
                ended = true;
            } else {
                visit(files.pathAt(lsn), files.offsetAt(lsn), at, bytes);
            }
            at += bytes;
        }
        if (!ended) {
            throw malformed(lsn, "frame without a commit");
        }
    }

    private void commit(long lsn, long at, int bytes, long commitLsn) {
        byte flags = ProcessMemory.getByte(at + WalRecordLayout.FLAGS_OFFSET);
        boolean hasSide = (flags & WalRecordLayout.FLAG_SIDE_FILE) != 0;
        if (bytes != (hasSide ? WalRecordLayout.COMMIT_SIDE_BYTES : WalRecordLayout.COMMIT_BYTES)) {
            throw malformed(lsn, "commit record of length " + bytes);
        }
        if (hasSide) {
            long side = ProcessMemory.getLong(at + WalRecordLayout.SIDE_FILE_OFFSET);
            sides.replay(
                    side,
                    ProcessMemory.getLong(at + WalRecordLayout.SIDE_BYTES_OFFSET),
                    ProcessMemory.getInt(at + WalRecordLayout.SIDE_CRC_OFFSET),
                    (flags & WalRecordLayout.FLAG_SIDE_ROLLBACKS) != 0);
            sideFiles.add(side);
        }
        visitor.commit(
                ProcessMemory.getLong(at + WalRecordLayout.TRANSACTION_ID_OFFSET),
                commitLsn,
                ProcessMemory.getLong(at + WalRecordLayout.TIME_OFFSET));
    }

    private void visit(String path, long offset, long at, int bytes) {
        byte number = ProcessMemory.getByte(at + WalRecordLayout.KIND_OFFSET);
        if (number == WalRecordLayout.ROLLBACK_TO) {
            return;
        }
        WalRecord.Kind kind =
                switch (number) {
                    case WalRecordLayout.INSERT -> WalRecord.Kind.INSERT;
                    case WalRecordLayout.UPDATE -> WalRecord.Kind.UPDATE;
                    case WalRecordLayout.DELETE -> WalRecord.Kind.DELETE;
                    case WalRecordLayout.CATALOG -> WalRecord.Kind.CATALOG;
                    case WalRecordLayout.TRUNCATE -> WalRecord.Kind.TRUNCATE;
                    default ->
                            throw new WalDamageException(path, offset, "record of kind " + number);
                };
        boolean hasRow =
                kind == WalRecord.Kind.INSERT
                        || kind == WalRecord.Kind.UPDATE
                        || kind == WalRecord.Kind.DELETE;
        if (hasRow && bytes < WalRecordLayout.ROW_OFFSET) {
            throw new WalDamageException(path, offset, "row record of length " + bytes);
        }
        record.wrap(at, bytes, kind);
        visitor.record(record);
    }

    private WalDamageException malformed(long lsn, String what) {
        return new WalDamageException(files.pathAt(lsn), files.offsetAt(lsn), what);
    }

    @Override
    public void close() {
        window.close();
    }
}
