package io.omendb.engine.wal;

import io.omendb.engine.storage.Clock;
import io.omendb.engine.storage.Storage;
import io.omendb.engine.storage.StorageException;
import io.omendb.offheap.BlockAllocator;
import io.omendb.pipeline.Position;
import io.omendb.pipeline.RequestRing;
import io.omendb.pipeline.StepLog;
import io.omendb.pipeline.StepTimer;
import java.util.UUID;
import org.agrona.concurrent.Agent;

/**
 * A log that is open: the writer's side, the agents that do its IO, and the positions between them.
 * Whoever opened it runs the agents, on threads or by hand, stops them, and then closes it.
 */
public final class Wal implements AutoCloseable {
    private static final int SIDE_COMMANDS = 256;

    private final UUID databaseId;
    private final LogBuffer buffer;
    private final Position appendedLsn;
    private final Position durableLsn;
    private final WalSpace space;
    private final WalWriter writer;
    private final WalFlusher flusher;
    private final WalFileMaker fileMaker;
    private final SideFileWriter sideFileWriter;
    private final StepLog<FlusherStep> flusherSteps = new StepLog<>(FlusherStep.class);
    private final StepLog<FileStep> fileSteps = new StepLog<>(FileStep.class);
    private boolean closed;

    Wal(
            Storage storage,
            WalConfig config,
            BlockAllocator memory,
            UUID databaseId,
            long fileBytes,
            long endLsn,
            long spaceLsn,
            long nextSideFile,
            Clock clock,
            WalWakes wakes) {
        this.databaseId = databaseId;
        buffer = new LogBuffer(memory, config.bufferBytes());
        appendedLsn = new Position(endLsn);
        durableLsn = new Position(endLsn);
        space = new WalSpace(spaceLsn, wakes.files());
        RequestRing<SideCommand> sideCommands =
                new RequestRing<>(SIDE_COMMANDS, SideCommand::new, wakes.files());
        writer =
                new WalWriter(
                        config,
                        memory,
                        buffer,
                        databaseId,
                        fileBytes,
                        appendedLsn,
                        durableLsn,
                        space,
                        sideCommands,
                        nextSideFile,
                        wakes.flusher());
        flusher =
                new WalFlusher(
                        storage,
                        buffer,
                        fileBytes,
                        appendedLsn,
                        durableLsn,
                        wakes.writer(),
                        new StepTimer<>(flusherSteps, clock::nanoTime));
        fileMaker =
                new WalFileMaker(
                        storage,
                        memory,
                        databaseId,
                        fileBytes,
                        config.fillBytes(),
                        appendedLsn,
                        space,
                        clock,
                        wakes.writer(),
                        new StepTimer<>(fileSteps, clock::nanoTime));
        sideFileWriter =
                new SideFileWriter(
                        storage,
                        memory,
                        databaseId,
                        sideCommands,
                        wakes.writer(),
                        new StepTimer<>(fileSteps, clock::nanoTime));
    }

    /**
     * Steps the file maker until there is room to append to: a log without any cannot be opened.
     */
    void makeFirstRoom() {
        while (space.endLsnPlain() <= durableLsn.valuePlain()) {
            fileMaker.doWork();
            if (space.isDiskFull()) {
                throw new StorageException(
                        StorageException.Reason.DISK_FULL,
                        "no room for the write-ahead log on the disk",
                        null);
            }
        }
    }

    /** Names the database in all files of the log. */
    public UUID databaseId() {
        return databaseId;
    }

    /** The writer thread's side. */
    public WalWriter writer() {
        return writer;
    }

    /** The agent of the flusher thread. */
    public WalFlusher flusher() {
        return flusher;
    }

    /**
     * The agents that make files and write side files: they wait for the disk, for longer than the
     * flusher may.
     */
    public Agent[] fileAgents() {
        return new Agent[] {fileMaker, sideFileWriter};
    }

    /** What the flusher's thread did. */
    public StepLog<?> flusherSteps() {
        return flusherSteps;
    }

    /** What the thread of the log's files did. */
    public StepLog<?> fileSteps() {
        return fileSteps;
    }

    /** All commits up to here survive a crash. Written by the flusher. */
    public Position durableLsn() {
        return durableLsn;
    }

    /** All commits up to here were handed to the flusher. Written by the writer. */
    public Position appendedLsn() {
        return appendedLsn;
    }

    /**
     * Closes the files and frees the memory. The agents are stopped; what is not durable is lost.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        flusher.onClose();
        fileMaker.onClose();
        sideFileWriter.onClose();
        writer.close();
        fileMaker.free();
        sideFileWriter.free();
        buffer.free();
    }
}
