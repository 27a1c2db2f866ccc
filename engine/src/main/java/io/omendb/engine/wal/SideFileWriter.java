package io.omendb.engine.wal;

import io.omendb.engine.storage.Storage;
import io.omendb.engine.storage.StorageException;
import io.omendb.engine.storage.StorageFile;
import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.ProcessMemory;
import io.omendb.pipeline.RequestRing;
import io.omendb.pipeline.StepTimer;
import io.omendb.pipeline.WakeHook;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.agrona.concurrent.Agent;
import org.jspecify.annotations.Nullable;

/**
 * Thread: log files. Writes the side files of long transactions in the order of the writer's
 * commands: a chunk is copied to a staging block (and its memory free again), the block is written
 * when it is full, a file forced every few mebibytes so that no force is long, and sealed by a last
 * force of file and directory.
 *
 * <p>A full disk ends the one transaction; another failure ends the engine.
 */
final class SideFileWriter implements Agent {
    private static final int STAGING_BYTES = 256 << 10;
    private static final long UNFORCED_BYTES_MAX = 8 << 20;

    /** What the storage is doing for {@link #current}. */
    private enum Pending {
        NOTHING,
        WRITE,
        FORCE,
        SEAL
    }

    private final Storage storage;
    private final BlockAllocator memory;
    private final UUID databaseId;
    private final RequestRing<SideCommand> commands;
    private final WakeHook writer;
    private final StepTimer<FileStep> steps;
    private final RequestRing.Handler<SideCommand> handler = this::onCommand;
    private final Map<SideFile, Target> targets = new HashMap<>();
    private final long staging;
    private final ByteBuffer stagingView;

    private @Nullable Target current;
    private Pending pending = Pending.NOTHING;
    private int staged;
    private int chunkBytesDone;

    /** A file being written. */
    private static final class Target {
        final SideFile shared;
        final StorageFile file;
        final CRC32C crc = new CRC32C();
        long bytes;
        long unforcedBytes;

        Target(SideFile shared, StorageFile file) {
            this.shared = shared;
            this.file = file;
        }
    }

    SideFileWriter(
            Storage storage,
            BlockAllocator memory,
            UUID databaseId,
            RequestRing<SideCommand> commands,
            WakeHook writer,
            StepTimer<FileStep> steps) {
        this.storage = storage;
        this.memory = memory;
        this.databaseId = databaseId;
        this.commands = commands;
        this.writer = writer;
        this.steps = steps;
        this.staging = memory.allocate(STAGING_BYTES);
        this.stagingView = ProcessMemory.asSlice(staging, STAGING_BYTES).asByteBuffer();
    }

    @Override
    public String roleName() {
        return "side-file-writer";
    }

    @Override
    public int doWork() {
        Target target = current;
        if (pending != Pending.NOTHING && target != null) {
            int result = target.file.poll();
            return result == StorageFile.PENDING ? 0 : complete(target, result);
        }
        return commands.poll(handler, 1) + (pending == Pending.NOTHING ? 0 : 1);
    }

    /** Takes a command, or does a step of it and refuses it for now. */
    private boolean onCommand(SideCommand command) {
        SideFile shared = command.requireFile();
        Target target = targets.get(shared);
        if (staged > 0 && current != target) {
            submitStaged();
            return false;
        }
        boolean done =
                switch (command.action) {
                    case SideCommand.WRITE -> onWrite(command, shared, target);
                    case SideCommand.SEAL -> onSeal(shared, target);
                    case SideCommand.DISCARD -> onDiscard(shared, target);
                    default ->
                            throw new IllegalStateException("side file command " + command.action);
                };
        if (done) {
            command.file = null;
            writer.wake();
        }
        return done;
    }

    private boolean onWrite(SideCommand command, SideFile shared, @Nullable Target known) {
        if (shared.isFull()) {
            chunkBytesDone = 0;
            shared.chunkTakenRelease();
            return true;
        }
        Target target = known;
        if (target == null) {
            target = create(shared);
            if (target == null) {
                shared.outcomeRelease(SideFile.DISK_FULL);
                shared.chunkTakenRelease();
                return true;
            }
        }
        current = target;
        int count = Math.min(command.chunkBytes - chunkBytesDone, STAGING_BYTES - staged);
        ProcessMemory.copy(command.chunk + chunkBytesDone, staging + staged, count);
        staged += count;
        chunkBytesDone += count;
        boolean whole = chunkBytesDone == command.chunkBytes;
        if (whole) {
            chunkBytesDone = 0;
            shared.chunkTakenRelease();
        }
        if (staged == STAGING_BYTES) {
            submitStaged();
        }
        return whole;
    }

    /** A new file with its header staged; null if there is no room for it. */
    private @Nullable Target create(SideFile shared) {
        try {
            Target target = new Target(shared, storage.create(SideFileLayout.path(shared.id)));
            targets.put(shared, target);
            SideFileLayout.encodeHeader(staging, databaseId, shared.id);
            staged = SideFileLayout.HEADER_BYTES;
            return target;
        } catch (StorageException failure) {
            if (failure.reason() == StorageException.Reason.DISK_FULL) {
                return null;
            }
            throw failure;
        }
    }

    /** Writes what is staged, then forces file and directory; done when the file is sealed. */
    private boolean onSeal(SideFile shared, @Nullable Target target) {
        if (target == null || shared.outcomeAcquire() != SideFile.OPEN) {
            return true;
        }
        current = target;
        if (staged > 0) {
            submitStaged();
        } else {
            steps.begin(FileStep.SIDE_FILE_FORCE);
            target.file.submitForce(true);
            pending = Pending.SEAL;
        }
        return false;
    }

    private boolean onDiscard(SideFile shared, @Nullable Target target) {
        if (target == null) {
            if (shared.outcomeAcquire() == SideFile.SEALED) {
                storage.delete(
                        SideFileLayout.path(shared.id)); // sealed, then the commit was refused
            }
            return true;
        }
        if (current == target) {
            staged = 0;
            current = null;
        }
        target.file.close();
        targets.remove(shared);
        // Not made durable: a file that no commit record names is removed by the next recovery.
        storage.delete(SideFileLayout.path(shared.id));
        return true;
    }

    private void submitStaged() {
        Target target = current;
        if (target == null) {
            throw new IllegalStateException("bytes are staged for no file");
        }
        steps.begin(FileStep.SIDE_FILE_WRITE);
        target.crc.update(stagingView.limit(staged).position(0));
        target.file.submitWrite(target.bytes, stagingView.position(0));
        pending = Pending.WRITE;
    }

    private int complete(Target target, int result) {
        Pending completed = pending;
        pending = Pending.NOTHING;
        if (result == StorageFile.DISK_FULL) {
            steps.end();
            staged = 0;
            target.shared.outcomeRelease(SideFile.DISK_FULL);
            writer.wake();
            return 1;
        }
        if (result != StorageFile.DONE) {
            throw target.file.failure();
        }
        switch (completed) {
            case WRITE -> {
                target.bytes += staged;
                target.unforcedBytes += staged;
                staged = 0;
                if (target.unforcedBytes >= UNFORCED_BYTES_MAX) {
                    steps.begin(FileStep.SIDE_FILE_FORCE);
                    target.file.submitForce(false);
                    pending = Pending.FORCE;
                }
            }
            case FORCE -> target.unforcedBytes = 0;
            case SEAL -> seal(target);
            case NOTHING -> throw new IllegalStateException("nothing was under way");
        }
        if (pending == Pending.NOTHING) {
            steps.end();
        }
        return 1;
    }

    private void seal(Target target) {
        storage.syncDirectory(WalFileLayout.DIRECTORY);
        target.shared.bytes = target.bytes;
        target.shared.crc = (int) target.crc.getValue();
        target.file.close();
        targets.remove(target.shared);
        current = null;
        target.shared.outcomeRelease(SideFile.SEALED);
        writer.wake();
    }

    @Override
    public void onClose() {
        for (Target target : targets.values()) {
            target.file.close();
        }
        targets.clear();
    }

    /** After the last round. */
    void free() {
        memory.free(staging, STAGING_BYTES);
    }
}
