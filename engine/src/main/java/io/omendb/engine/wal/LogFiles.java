package io.omendb.engine.wal;

import io.omendb.engine.storage.Storage;
import io.omendb.engine.storage.StorageException;
import io.omendb.engine.storage.StorageFile;
import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.ProcessMemory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The files of a log as recovery finds them, as one run of bytes by LSN. Their headers are checked,
 * and that none is missing in between. What a file shorter than the others lacks is zero.
 */
final class LogFiles implements ReadWindow.Source, AutoCloseable {
    private final List<StorageFile> files = new ArrayList<>();
    private long firstSequence;
    private long fileBytes;
    private @Nullable UUID databaseId;
    private long end;

    private LogFiles(long fileBytes) {
        this.fileBytes = fileBytes;
    }

    /**
     * Opens all files of a log.
     *
     * @param fileBytes length of a file, if there are none yet
     */
    static LogFiles open(Storage storage, BlockAllocator memory, long fileBytes) {
        LogFiles log = new LogFiles(fileBytes);
        long header = memory.allocate(WalFileLayout.HEADER_BYTES);
        boolean opened = false;
        try {
            for (String name : storage.list(WalFileLayout.DIRECTORY)) {
                long sequence = WalFileLayout.sequenceOf(name);
                if (sequence >= 0) {
                    log.add(storage, sequence, header);
                }
            }
            opened = true;
            return log;
        } finally {
            memory.free(header, WalFileLayout.HEADER_BYTES);
            if (!opened) {
                log.close();
            }
        }
    }

    private void add(Storage storage, long sequence, long header) {
        String path = WalFileLayout.path(sequence);
        if (files.isEmpty()) {
            firstSequence = sequence;
        } else if (sequence != firstSequence + files.size()) {
            throw new WalDamageException(
                    WalFileLayout.path(firstSequence + files.size()), 0, "the file is missing");
        }
        StorageFile file = storage.openReadOnly(path);
        files.add(file);
        ProcessMemory.fill(header, WalFileLayout.HEADER_BYTES, (byte) 0);
        file.read(0, ProcessMemory.asSlice(header, WalFileLayout.HEADER_BYTES).asByteBuffer());
        if (WalFileLayout.versionOf(header) > WalFileLayout.VERSION) {
            throw new StorageException(
                    StorageException.Reason.NEWER_FORMAT,
                    "file \""
                            + path
                            + "\" has format version "
                            + WalFileLayout.versionOf(header)
                            + ", this program knows up to "
                            + WalFileLayout.VERSION,
                    null);
        }
        WalFileLayout.Header decoded = WalFileLayout.decodeHeader(header);
        if (decoded == null || decoded.sequence() != sequence) {
            throw new WalDamageException(path, 0, "the header is not valid");
        }
        if (databaseId == null) {
            databaseId = decoded.databaseId();
            fileBytes = decoded.fileBytes();
        } else if (!databaseId.equals(decoded.databaseId()) || fileBytes != decoded.fileBytes()) {
            throw new WalDamageException(path, 0, "the file belongs to another log");
        }
        long payload = Math.min(file.size(), fileBytes) - WalFileLayout.HEADER_BYTES;
        end = WalFileLayout.firstLsn(sequence, fileBytes) + Math.max(0, payload);
    }

    @Override
    public void read(long position, ByteBuffer target) {
        for (int i = target.position(); i < target.limit(); i++) {
            target.put(i, (byte) 0);
        }
        int limit = target.limit();
        long lsn = position;
        while (target.position() < limit) {
            long sequence = WalFileLayout.sequenceAt(lsn, fileBytes);
            long offset = WalFileLayout.offsetAt(lsn, fileBytes);
            int count = (int) Math.min(limit - target.position(), fileBytes - offset);
            int next = target.position() + count;
            int index = (int) (sequence - firstSequence);
            if (index < files.size()) {
                files.get(index).read(offset, target.limit(next));
            }
            target.limit(next).position(next);
            lsn += count;
            target.limit(limit);
        }
    }

    @Override
    public long end() {
        return end;
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    long firstLsn() {
        return WalFileLayout.firstLsn(firstSequence, fileBytes);
    }

    long fileBytes() {
        return fileBytes;
    }

    long lastSequence() {
        return firstSequence + files.size() - 1;
    }

    @Nullable UUID databaseId() {
        return databaseId;
    }

    String pathAt(long lsn) {
        return WalFileLayout.path(WalFileLayout.sequenceAt(lsn, fileBytes));
    }

    long offsetAt(long lsn) {
        return WalFileLayout.offsetAt(lsn, fileBytes);
    }

    @Override
    public void close() {
        for (StorageFile file : files) {
            file.close();
        }
        files.clear();
    }
}
