package io.omendb.engine.wal;

import io.omendb.engine.storage.Storage;
import io.omendb.engine.storage.StorageFile;
import io.omendb.pipeline.Position;
import io.omendb.pipeline.StepTimer;
import io.omendb.pipeline.WakeHook;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.agrona.concurrent.Agent;
import org.jspecify.annotations.Nullable;

/**
 * Thread: log flusher. Group commit: takes all that was appended, writes it with one gather write,
 * forces it once, publishes {@code durableLsn}, tells who waits for it; meanwhile the writer
 * appends the next group. The group is as large as the last force was long, which needs no setting.
 * At the end of a file it is cut in two parts, forced one after the other; the first alone is not
 * published, since {@code durableLsn} always lies between two frames.
 *
 * <p>A write or force that fails is final: nothing is known of the bytes any more (after a failed
 * fsync the kernel may have dropped them), so nothing is acknowledged after it and nothing tried
 * again; the engine ends.
 */
public final class WalFlusher implements Agent {
    private enum State {
        IDLE,
        WRITING,
        FORCING,
        FAILED
    }

    private final Storage storage;
    private final LogBuffer buffer;
    private final long fileBytes;
    private final Position appendedLsn;
    private final Position durableLsn;
    private final WakeHook writer;
    private final StepTimer<FlusherStep> steps;
    private final ByteBuffer[] pieces;

    private volatile Runnable[] durableHooks = {};
    private State state = State.IDLE;
    private @Nullable StorageFile file;
    private long fileSequence = -1;
    private long forcedLsn;
    private long partLsn;
    private long groupLsn;
    private long groupCount;

    WalFlusher(
            Storage storage,
            LogBuffer buffer,
            long fileBytes,
            Position appendedLsn,
            Position durableLsn,
            WakeHook writer,
            StepTimer<FlusherStep> steps) {
        this.storage = storage;
        this.buffer = buffer;
        this.fileBytes = fileBytes;
        this.appendedLsn = appendedLsn;
        this.durableLsn = durableLsn;
        this.writer = writer;
        this.steps = steps;
        this.forcedLsn = durableLsn.valueAcquire();
        this.groupLsn = forcedLsn;
        this.pieces = new ByteBuffer[] {buffer.view(), buffer.view()};
    }

    /**
     * Calls a hook after each advance of {@code durableLsn}, on the flusher's thread; it must not
     * block.
     */
    public synchronized void onDurable(Runnable hook) {
        Runnable[] hooks = Arrays.copyOf(durableHooks, durableHooks.length + 1);
        hooks[hooks.length - 1] = hook;
        durableHooks = hooks;
    }

    @Override
    public String roleName() {
        return "wal-flusher";
    }

    @Override
    public int doWork() {
        return switch (state) {
            case IDLE -> beginGroup();
            case WRITING -> pollWrite();
            case FORCING -> pollForce();
            case FAILED -> throw new IllegalStateException("the log has failed");
        };
    }

    private int beginGroup() {
        groupLsn = appendedLsn.valueAcquire(); // pairs with the release in WalWriter.publish
        return groupLsn == forcedLsn ? 0 : submitWrite();
    }

    private int submitWrite() {
        long from = forcedLsn;
        assert groupLsn - from <= buffer.length();
        long sequence = WalFileLayout.sequenceAt(from, fileBytes);
        long to = Math.min(groupLsn, WalFileLayout.firstLsn(sequence + 1, fileBytes));
        steps.begin(FlusherStep.WRITE);
        StorageFile current = fileOf(sequence);
        int bytes = (int) (to - from);
        int index = buffer.indexOf(from);
        int first = Math.min(bytes, buffer.length() - index);
        pieces[0].limit(index + first).position(index);
        pieces[1].limit(bytes - first).position(0);
        partLsn = to;
        state = State.WRITING;
        current.submitWrite(WalFileLayout.offsetAt(from, fileBytes), pieces, first < bytes ? 2 : 1);
        return 1 + pollWrite();
    }

    private int pollWrite() {
        StorageFile current = requireFile();
        int result = current.poll();
        if (result == StorageFile.PENDING) {
            return 0;
        }
        requireDone(current, result);
        state = State.FORCING;
        steps.begin(FlusherStep.FORCE);
        current.submitForce(false); // the file's length was fixed when it was filled with zeros
        return 1 + pollForce();
    }

    private int pollForce() {
        StorageFile current = requireFile();
        int result = current.poll();
        if (result == StorageFile.PENDING) {
            return 0;
        }
        requireDone(current, result);
        forcedLsn = partLsn;
        if (forcedLsn < groupLsn) {
            return 1 + submitWrite();
        }
        steps.begin(FlusherStep.ACKNOWLEDGEMENT);
        state = State.IDLE;
        groupCount++;
        durableLsn.setRelease(
                groupLsn); // pairs with every acquire of durableLsn: replies, snapshots, the writer
        writer.wake();
        for (Runnable hook : durableHooks) {
            hook.run();
        }
        steps.end();
        return 1;
    }

    private void requireDone(StorageFile current, int result) {
        if (result != StorageFile.DONE) {
            state = State.FAILED;
            throw current.failure();
        }
    }

    private StorageFile fileOf(long sequence) {
        StorageFile current = file;
        if (current != null && sequence == fileSequence) {
            return current;
        }
        if (current != null) {
            current.close();
            file = null;
        }
        StorageFile next = storage.open(WalFileLayout.path(sequence));
        file = next;
        fileSequence = sequence;
        return next;
    }

    private StorageFile requireFile() {
        StorageFile current = file;
        if (current == null) {
            throw new IllegalStateException("no log file is open");
        }
        return current;
    }

    /** Groups written so far: a figure, by this thread or after it. */
    public long groupCount() {
        return groupCount;
    }

    @Override
    public void onClose() {
        StorageFile current = file;
        if (current != null) {
            file = null;
            current.close();
        }
    }
}
