package io.omendb.engine.wal;

import io.omendb.engine.storage.Clock;
import io.omendb.engine.storage.Storage;
import io.omendb.engine.storage.StorageFile;
import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.ProcessMemory;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Opens a log in two steps: {@link #replay} reads it, {@link #resume} makes it ready for appending.
 * In between nothing on the disk changes, so a recovery that fails can be tried again.
 *
 * <p>Resuming does not trust that what was read is on the disk: after a crash of the process alone,
 * or a force that failed, it may be in the operating system's cache only. So all that no frame
 * proves to have been durable is written anew and forced, and what follows the end is made zero,
 * before anyone gets an answer. The rest of a torn group must not stay: if the next frame happened
 * to be as long as the torn one, frames behind it would be valid again.
 *
 * <p>One thread, which may block.
 */
public final class WalRecovery implements AutoCloseable {
    private static final int COPY_BYTES = 64 << 10;
    private static final int PAGE_BYTES = 4096;

    private final Storage storage;
    private final WalConfig config;
    private final BlockAllocator memory;
    private final LogFiles files;

    private long endLsn;
    private long provenLsn;
    private Set<Long> sideFiles = new HashSet<>();
    private boolean replayed;

    private WalRecovery(Storage storage, WalConfig config, BlockAllocator memory, LogFiles files) {
        this.storage = storage;
        this.config = config;
        this.memory = memory;
        this.files = files;
    }

    /**
     * Opens the files of a log, if there are any, and checks their headers.
     *
     * @param memory a shared allocator, which the log goes on to use
     * @throws WalDamageException if a file is missing or its header damaged
     */
    public static WalRecovery open(Storage storage, WalConfig config, BlockAllocator memory) {
        storage.createDirectory(WalFileLayout.DIRECTORY);
        return new WalRecovery(
                storage, config, memory, LogFiles.open(storage, memory, config.fileBytes()));
    }

    /** The id of the database to which the log belongs, or null if there is no log yet. */
    public @Nullable UUID databaseId() {
        return files.databaseId();
    }

    /**
     * Visits all that was committed, from the begin of the log, in the order of the commits.
     *
     * @return the LSN at which the log ends
     * @throws WalDamageException if it is damaged where it was durable; the visitor may have seen
     *     what comes before
     */
    public long replay(WalVisitor visitor, WalProgress progress) {
        UUID databaseId = files.databaseId();
        if (databaseId != null) {
            try (WalReader reader = new WalReader(storage, memory, files, databaseId, visitor)) {
                reader.replay(files.firstLsn(), progress);
                endLsn = reader.endLsn();
                provenLsn = reader.provenLsn();
                sideFiles = reader.sideFiles();
            }
        }
        replayed = true;
        return endLsn;
    }

    /**
     * Makes the log durable to its end and ready for appending.
     *
     * @param newDatabaseId names the database if there is no log yet
     * @param wakes wake the threads that will run the log's agents
     * @return the log; this object can be closed
     */
    public Wal resume(UUID newDatabaseId, Clock clock, WalWakes wakes) {
        if (!replayed) {
            throw new IllegalStateException("the log was not replayed");
        }
        UUID known = files.databaseId();
        long spaceLsn = 0;
        if (known != null) {
            rewriteTail();
            spaceLsn = clearAfterEnd();
        }
        long nextSideFile = removeLeftovers();
        files.close();
        Wal wal =
                new Wal(
                        storage,
                        config,
                        memory,
                        known == null ? newDatabaseId : known,
                        files.fileBytes(),
                        endLsn,
                        spaceLsn,
                        nextSideFile,
                        clock,
                        wakes);
        boolean ready = false;
        try {
            wal.makeFirstRoom();
            ready = true;
            return wal;
        } finally {
            if (!ready) {
                wal.close();
            }
        }
    }

    /** Writes what may be in caches only to where it lies, and forces it. */
    private void rewriteTail() {
        long block = memory.allocate(COPY_BYTES);
        try {
            ByteBuffer view = ProcessMemory.asSlice(block, COPY_BYTES).asByteBuffer();
            long lsn = provenLsn;
            while (lsn < endLsn) {
                long sequence = WalFileLayout.sequenceAt(lsn, files.fileBytes());
                long fileEnd =
                        Math.min(endLsn, WalFileLayout.firstLsn(sequence + 1, files.fileBytes()));
                try (StorageFile file = storage.open(WalFileLayout.path(sequence))) {
                    while (lsn < fileEnd) {
                        int count = (int) Math.min(COPY_BYTES, fileEnd - lsn);
                        files.read(lsn, view.limit(count).position(0));
                        file.write(files.offsetAt(lsn), view.position(0));
                        lsn += count;
                    }
                    file.force(true);
                }
            }
        } finally {
            memory.free(block, COPY_BYTES);
        }
    }

    /**
     * Removes the files after the end, newest first, and clears the rest of the last; returns where
     * room ends.
     */
    private long clearAfterEnd() {
        long lastSequence = WalFileLayout.sequenceAt(endLsn, files.fileBytes());
        for (long sequence = files.lastSequence(); sequence > lastSequence; sequence--) {
            storage.delete(WalFileLayout.path(sequence));
        }
        storage.syncDirectory(WalFileLayout.DIRECTORY);
        if (files.lastSequence() < lastSequence) {
            return endLsn; // it ends with its last file
        }
        try (StorageFile file = storage.open(WalFileLayout.path(lastSequence))) {
            long size =
                    (Math.min(file.size(), files.fileBytes()) + PAGE_BYTES - 1)
                            / PAGE_BYTES
                            * PAGE_BYTES;
            clear(file, files.offsetAt(endLsn), size);
            file.force(true);
            return WalFileLayout.firstLsn(lastSequence, files.fileBytes())
                    + size
                    - WalFileLayout.HEADER_BYTES;
        }
    }

    /** Writes zeros where there are others, and to the end of a last page that is not whole. */
    private void clear(StorageFile file, long from, long to) {
        long block = memory.allocate(2L * COPY_BYTES);
        try {
            ProcessMemory.fill(block, 2L * COPY_BYTES, (byte) 0);
            ByteBuffer read = ProcessMemory.asSlice(block, COPY_BYTES).asByteBuffer();
            ByteBuffer zeros = ProcessMemory.asSlice(block + COPY_BYTES, COPY_BYTES).asByteBuffer();
            for (long at = from; at < to; ) {
                int count = (int) Math.min(COPY_BYTES, to - at);
                file.read(at, read.limit(count).position(0));
                boolean zero =
                        read.position() == count
                                && ProcessMemory.same(block, block + COPY_BYTES, count);
                if (!zero) {
                    file.write(at, zeros.limit(count).position(0));
                }
                at += count;
            }
        } finally {
            memory.free(block, 2L * COPY_BYTES);
        }
    }

    /**
     * Deletes unfinished files and the side files of transactions that did not commit; returns an
     * unused id.
     */
    private long removeLeftovers() {
        List<String> names = storage.list(WalFileLayout.DIRECTORY);
        long nextSideFile = 1;
        boolean removed = false;
        for (String name : names) {
            long side = SideFileLayout.idOf(name);
            nextSideFile = Math.max(nextSideFile, side + 1);
            boolean orphan = side >= 0 && !sideFiles.contains(side);
            if (orphan || name.endsWith(WalFileLayout.UNFINISHED_SUFFIX)) {
                storage.delete(WalFileLayout.DIRECTORY + "/" + name);
                removed = true;
            }
        }
        if (removed) {
            storage.syncDirectory(WalFileLayout.DIRECTORY);
        }
        return nextSideFile;
    }

    @Override
    public void close() {
        files.close();
    }
}
