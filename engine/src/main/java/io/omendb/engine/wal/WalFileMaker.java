package io.omendb.engine.wal;

import io.omendb.engine.storage.Clock;
import io.omendb.engine.storage.Storage;
import io.omendb.engine.storage.StorageException;
import io.omendb.engine.storage.StorageFile;
import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.ProcessMemory;
import io.omendb.pipeline.Position;
import io.omendb.pipeline.StepTimer;
import io.omendb.pipeline.WakeHook;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.jspecify.annotations.Nullable;

/**
 * Thread: log files. Makes the room into which the log is written: files filled with zeros and
 * forced ahead, since forcing a write into such a file costs half of one that grows the file. A
 * small database must not begin with a large file, so a file is filled in steps that double, and
 * the room kept ahead grows with what has been logged, up to a file.
 *
 * <p>A file gets its name when header and first step are forced, so a file with a name has a valid
 * header, or is damaged. When the disk is full the writer refuses commits; a new attempt is made
 * ten times a second.
 */
final class WalFileMaker implements Agent {
    private static final int ZEROS_BYTES = 256 << 10;
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private enum State {
        IDLE,
        FILLING,
        FORCING
    }

    private final Storage storage;
    private final BlockAllocator memory;
    private final UUID databaseId;
    private final long fileBytes;
    private final int fillBytes;
    private final Position appendedLsn;
    private final WalSpace space;
    private final Clock clock;
    private final WakeHook writer;
    private final StepTimer<FileStep> steps;
    private final long zeros;
    private final ByteBuffer zerosView;
    private final long firstLsn;

    private State state = State.IDLE;
    private @Nullable StorageFile file;
    private long sequence;
    private boolean unnamed;

    /** Filled so far, and where this step ends, in the file. */
    private long filled;

    private long stepEnd;
    private int submitted;
    private boolean waiting;
    private long retryNs;

    /**
     * @param space ends where files are filled; on a multiple of 4,096 in its file
     */
    WalFileMaker(
            Storage storage,
            BlockAllocator memory,
            UUID databaseId,
            long fileBytes,
            int fillBytes,
            Position appendedLsn,
            WalSpace space,
            Clock clock,
            WakeHook writer,
            StepTimer<FileStep> steps) {
        this.storage = storage;
        this.memory = memory;
        this.databaseId = databaseId;
        this.fileBytes = fileBytes;
        this.fillBytes = fillBytes;
        this.appendedLsn = appendedLsn;
        this.space = space;
        this.clock = clock;
        this.writer = writer;
        this.steps = steps;
        this.firstLsn = appendedLsn.valueAcquire();
        this.zeros = memory.allocate(ZEROS_BYTES + WalFileLayout.HEADER_BYTES);
        ProcessMemory.fill(zeros, ZEROS_BYTES + WalFileLayout.HEADER_BYTES, (byte) 0);
        this.zerosView =
                ProcessMemory.asSlice(zeros, ZEROS_BYTES + WalFileLayout.HEADER_BYTES)
                        .asByteBuffer();
    }

    @Override
    public String roleName() {
        return "wal-file-maker";
    }

    @Override
    public int doWork() {
        return switch (state) {
            case IDLE -> begin();
            case FILLING -> pollFill();
            case FORCING -> pollForce();
        };
    }

    private int begin() {
        long end = space.endLsnPlain();
        if (end >= wantedLsn() || waiting && clock.nanoTime() - retryNs < 0) {
            return 0;
        }
        waiting = false;
        steps.begin(FileStep.ZERO_FILL);
        try {
            beginStep(end);
        } catch (StorageException failure) {
            if (failure.reason() != StorageException.Reason.DISK_FULL) {
                throw failure;
            }
            giveUp();
            return 1;
        }
        submitFill();
        return 1;
    }

    /**
     * As much ahead as was logged since the start, between one step and one file; and what the
     * writer asks for.
     */
    private long wantedLsn() {
        long appended = appendedLsn.valueAcquire();
        long ahead =
                Math.max(
                        fillBytes,
                        Math.min(appended - firstLsn, WalFileLayout.payloadBytes(fileBytes)));
        return Math.max(appended + ahead, space.demandLsnAcquire());
    }

    private void beginStep(long end) {
        sequence = WalFileLayout.sequenceAt(end, fileBytes);
        filled = WalFileLayout.offsetAt(end, fileBytes);
        boolean fresh =
                filled == WalFileLayout.HEADER_BYTES
                        && !storage.exists(WalFileLayout.path(sequence));
        StorageFile current = file;
        if (current != null && (fresh || !current.name().equals(WalFileLayout.path(sequence)))) {
            current.close();
            file = null;
            current = null;
        }
        if (fresh) {
            String unfinished = WalFileLayout.path(sequence) + WalFileLayout.UNFINISHED_SUFFIX;
            if (storage.exists(unfinished)) {
                storage.delete(unfinished); // of an attempt that found the disk full
            }
            file = storage.create(unfinished);
            filled = 0;
            unnamed = true;
            WalFileLayout.encodeHeader(zeros + ZEROS_BYTES, databaseId, sequence, fileBytes);
        } else if (current == null) {
            file = storage.open(WalFileLayout.path(sequence));
        }
        stepEnd = Math.min(fileBytes, WalFileLayout.HEADER_BYTES + Math.max(fillBytes, 2 * filled));
    }

    private void submitFill() {
        state = State.FILLING;
        boolean header = filled == 0;
        submitted =
                header ? WalFileLayout.HEADER_BYTES : (int) Math.min(ZEROS_BYTES, stepEnd - filled);
        int from = header ? ZEROS_BYTES : 0;
        requireFile().submitWrite(filled, zerosView.limit(from + submitted).position(from));
    }

    private int pollFill() {
        StorageFile current = requireFile();
        int result = current.poll();
        if (result == StorageFile.PENDING || !isDone(current, result)) {
            return result == StorageFile.PENDING ? 0 : 1;
        }
        filled += submitted;
        if (filled < stepEnd) {
            steps.begin(FileStep.ZERO_FILL);
            submitFill();
        } else {
            state = State.FORCING;
            steps.begin(FileStep.ZERO_FILL_FORCE);
            current.submitForce(true);
        }
        return 1;
    }

    private int pollForce() {
        StorageFile current = requireFile();
        int result = current.poll();
        if (result == StorageFile.PENDING || !isDone(current, result)) {
            return result == StorageFile.PENDING ? 0 : 1;
        }
        if (unnamed) {
            current.close();
            file = null;
            String path = WalFileLayout.path(sequence);
            storage.rename(path + WalFileLayout.UNFINISHED_SUFFIX, path);
            storage.syncDirectory(WalFileLayout.DIRECTORY);
            unnamed = false;
        }
        state = State.IDLE;
        steps.end();
        space.endLsnRelease(
                WalFileLayout.firstLsn(sequence, fileBytes) + filled - WalFileLayout.HEADER_BYTES);
        space.diskFull(false);
        writer.wake();
        return 1;
    }

    private boolean isDone(StorageFile current, int result) {
        if (result == StorageFile.DISK_FULL) {
            giveUp();
            return false;
        }
        if (result != StorageFile.DONE) {
            throw current.failure();
        }
        return true;
    }

    /** For now: what was filled of this step is filled again, later. */
    private void giveUp() {
        StorageFile current = file;
        file = null;
        if (current != null) {
            current.close();
            if (unnamed) {
                storage.delete(WalFileLayout.path(sequence) + WalFileLayout.UNFINISHED_SUFFIX);
            }
        }
        unnamed = false;
        state = State.IDLE;
        steps.end();
        waiting = true;
        retryNs = clock.nanoTime() + RETRY_NS;
        space.diskFull(true);
        writer.wake();
    }

    private StorageFile requireFile() {
        StorageFile current = file;
        if (current == null) {
            throw new IllegalStateException("no log file is being made");
        }
        return current;
    }

    @Override
    public void onClose() {
        StorageFile current = file;
        if (current != null) {
            file = null;
            current.close();
        }
    }

    /** After the last round. */
    void free() {
        memory.free(zeros, ZEROS_BYTES + WalFileLayout.HEADER_BYTES);
    }
}
