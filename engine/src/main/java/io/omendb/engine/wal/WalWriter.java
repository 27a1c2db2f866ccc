package io.omendb.engine.wal;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.ProcessMemory;
import io.omendb.pipeline.Position;
import io.omendb.pipeline.RequestRing;
import io.omendb.pipeline.WakeHook;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Thread: writer. Appends committing transactions to the log buffer, one frame each. It does no IO
 * and never waits: what does not fit yet is refused with {@link #WOULD_BLOCK}, and asked again when
 * the writer's hook is called.
 *
 * <p>A frame is in the buffer when {@link #commit} returns its LSN, but nobody sees it before
 * {@link #publish()}: the transaction's slot gets the LSN in between, so that whoever sees the LSN
 * durable sees the commit (PROTOCOL 7). The log order is the commit order.
 */
public final class WalWriter {
    /** Done, or may be done. */
    public static final long OK = 0;

    /** Not now: try again when the writer is woken. */
    public static final long WOULD_BLOCK = -1;

    /** No room on the disk (53100). */
    public static final long DISK_FULL = -2;

    private static final int SPARE_LOGS_MAX = 64;
    private static final int CHUNKS_IN_FLIGHT_MAX = 64;

    private final WalConfig config;
    private final BlockAllocator memory;
    private final LogBuffer buffer;
    private final UUID databaseId;
    private final long fileBytes;
    private final Position appendedLsn;
    private final Position durableLsn;
    private final WalSpace space;
    private final RequestRing<SideCommand> sideCommands;
    private final WakeHook flusher;
    private final CRC32C crc = new CRC32C();
    private final long commitRecord;

    private final ArrayDeque<TransactionLog> spare = new ArrayDeque<>();
    private final List<TransactionLog> active = new ArrayList<>();
    private final List<TransactionLog> dying = new ArrayList<>();

    private long endLsn;
    private long redoBytes;
    private long nextSideFile;
    private long identity;
    private long identitySequence = -1;
    private @Nullable Thread owner;

    WalWriter(
            WalConfig config,
            BlockAllocator memory,
            LogBuffer buffer,
            UUID databaseId,
            long fileBytes,
            Position appendedLsn,
            Position durableLsn,
            WalSpace space,
            RequestRing<SideCommand> sideCommands,
            long nextSideFile,
            WakeHook flusher) {
        this.config = config;
        this.memory = memory;
        this.buffer = buffer;
        this.databaseId = databaseId;
        this.fileBytes = fileBytes;
        this.appendedLsn = appendedLsn;
        this.durableLsn = durableLsn;
        this.space = space;
        this.sideCommands = sideCommands;
        this.nextSideFile = nextSideFile;
        this.flusher = flusher;
        this.commitRecord = memory.allocate(WalRecordLayout.COMMIT_SIDE_BYTES);
        this.endLsn = appendedLsn.valueAcquire(); // where recovery left it
    }

    /** A log for a transaction, to be given to {@link #commit} or {@link #abort}. */
    public TransactionLog begin(long transactionId) {
        assert onOwnerThread();
        TransactionLog log = spare.pollLast();
        if (log == null) {
            log = new TransactionLog(this);
        }
        log.begin(transactionId);
        log.activeIndex = active.size();
        active.add(log);
        return log;
    }

    /**
     * Appends a transaction's redo and its commit record as one unit.
     *
     * @param timeMicros commit time, microseconds since 1970-01-01 UTC
     * @return the commit LSN, which is the end of its frame, and the log object is no longer the
     *     caller's; or {@link #WOULD_BLOCK} or {@link #DISK_FULL}, and nothing was appended: call
     *     again, or abort
     */
    public long commit(TransactionLog log, long timeMicros) {
        assert onOwnerThread();
        SideFile side = log.side();
        int commitBytes =
                side == null ? WalRecordLayout.COMMIT_BYTES : WalRecordLayout.COMMIT_SIDE_BYTES;
        int recordBytes = commitBytes;
        if (side != null) {
            long state = sealed(log, side);
            if (state != OK) {
                return state;
            }
        } else {
            if (log.recordBytes() > config.spillBytes()) {
                log.seal(); // the last step went beyond the limit
                return WOULD_BLOCK;
            }
            recordBytes += (int) log.recordBytes();
        }
        int frameBytes = WalFrameLayout.frameBytes(recordBytes);
        long room = room(frameBytes);
        if (room != OK) {
            return room;
        }
        encodeCommit(log, side, commitBytes, timeMicros);
        long records = endLsn + WalFrameLayout.HEADER_BYTES;
        if (side == null) {
            log.copyTo(buffer, records);
        }
        buffer.put(records + recordBytes - commitBytes, commitRecord, commitBytes);
        long commitLsn = finishFrame(frameBytes, recordBytes, WalFrameLayout.KIND_TRANSACTION);
        retire(log, false);
        return commitLsn;
    }

    private long sealed(TransactionLog log, SideFile side) {
        log.reclaim();
        long outcome = side.outcomeAcquire();
        if (outcome == SideFile.DISK_FULL) {
            return DISK_FULL;
        }
        if (outcome != SideFile.SEALED) {
            log.seal();
            return WOULD_BLOCK;
        }
        assert log.chunksInFlight() == 0;
        return OK;
    }

    private void encodeCommit(
            TransactionLog log, @Nullable SideFile side, int commitBytes, long timeMicros) {
        long record = commitRecord;
        ProcessMemory.putInt(record + WalRecordLayout.LENGTH_OFFSET, commitBytes);
        ProcessMemory.putByte(record + WalRecordLayout.KIND_OFFSET, WalRecordLayout.COMMIT);
        ProcessMemory.putByte(record + WalRecordLayout.FLAGS_OFFSET, (byte) 0);
        ProcessMemory.putShort(record + WalRecordLayout.COLUMNS_OFFSET, (short) 0);
        ProcessMemory.putInt(record + WalRecordLayout.OID_OFFSET, 0);
        ProcessMemory.putLong(record + WalRecordLayout.TRANSACTION_ID_OFFSET, log.transactionId);
        ProcessMemory.putLong(record + WalRecordLayout.TIME_OFFSET, timeMicros);
        if (side != null) {
            int flags =
                    WalRecordLayout.FLAG_SIDE_FILE
                            | (log.sideRollbacks() ? WalRecordLayout.FLAG_SIDE_ROLLBACKS : 0);
            ProcessMemory.putByte(record + WalRecordLayout.FLAGS_OFFSET, (byte) flags);
            ProcessMemory.putLong(record + WalRecordLayout.SIDE_FILE_OFFSET, side.id);
            ProcessMemory.putLong(record + WalRecordLayout.SIDE_BYTES_OFFSET, side.bytes);
            ProcessMemory.putInt(record + WalRecordLayout.SIDE_CRC_OFFSET, side.crc);
        }
    }

    /**
     * Logs how far a sequence may be used, outside of any transaction.
     *
     * @return the LSN at whose durability values up to {@code lastLogged} may be seen; or a refusal
     */
    public long appendSequence(int sequenceOid, long lastLogged) {
        assert onOwnerThread();
        int frameBytes = WalFrameLayout.frameBytes(WalRecordLayout.SEQUENCE_BYTES);
        long room = room(frameBytes);
        if (room != OK) {
            return room;
        }
        long record = commitRecord;
        ProcessMemory.putInt(
                record + WalRecordLayout.LENGTH_OFFSET, WalRecordLayout.SEQUENCE_BYTES);
        ProcessMemory.putByte(record + WalRecordLayout.KIND_OFFSET, WalRecordLayout.SEQUENCE);
        ProcessMemory.putByte(record + WalRecordLayout.FLAGS_OFFSET, (byte) 0);
        ProcessMemory.putShort(record + WalRecordLayout.COLUMNS_OFFSET, (short) 0);
        ProcessMemory.putInt(record + WalRecordLayout.OID_OFFSET, sequenceOid);
        ProcessMemory.putLong(record + WalRecordLayout.VALUE_OFFSET, lastLogged);
        buffer.put(endLsn + WalFrameLayout.HEADER_BYTES, record, WalRecordLayout.SEQUENCE_BYTES);
        return finishFrame(
                frameBytes, WalRecordLayout.SEQUENCE_BYTES, WalFrameLayout.KIND_STANDALONE);
    }

    /** Pads and seals the frame whose records lie in the buffer at its place; returns its end. */
    private long finishFrame(int frameBytes, int recordBytes, int kind) {
        long start = endLsn;
        long end = start + frameBytes;
        int padding = frameBytes - WalFrameLayout.HEADER_BYTES - recordBytes;
        for (int i = padding; i > 0; i--) {
            ProcessMemory.putByte(buffer.addressOf(end - i), (byte) 0);
        }
        ProcessMemory.putInt(buffer.addressOf(start + WalFrameLayout.LENGTH_OFFSET), frameBytes);
        ProcessMemory.putLong(buffer.addressOf(start + WalFrameLayout.LSN_OFFSET), start);
        ProcessMemory.putLong(
                buffer.addressOf(start + WalFrameLayout.IDENTITY_OFFSET), identityAt(start));
        ProcessMemory.putLong(
                buffer.addressOf(start + WalFrameLayout.DURABLE_LSN_OFFSET),
                durableLsn.valueAcquire());
        ProcessMemory.putInt(
                buffer.addressOf(start + WalFrameLayout.RECORD_BYTES_OFFSET), recordBytes);
        ProcessMemory.putInt(buffer.addressOf(start + WalFrameLayout.KIND_OFFSET), kind);
        int sum =
                buffer.crc(
                        crc,
                        start + WalFrameLayout.LENGTH_OFFSET,
                        frameBytes - WalFrameLayout.LENGTH_OFFSET);
        ProcessMemory.putInt(buffer.addressOf(start + WalFrameLayout.CRC_OFFSET), sum);
        endLsn = end;
        return end;
    }

    private long identityAt(long lsn) {
        long sequence = WalFileLayout.sequenceAt(lsn, fileBytes);
        if (sequence != identitySequence) {
            identitySequence = sequence;
            identity = WalFileLayout.identity(databaseId, sequence);
        }
        return identity;
    }

    /** Gives a transaction's redo up, and its side file. */
    public void abort(TransactionLog log) {
        assert onOwnerThread();
        log.dropUnsubmitted();
        retire(log, true);
    }

    private void retire(TransactionLog log, boolean discard) {
        TransactionLog last = active.removeLast();
        if (last != log) {
            last.activeIndex = log.activeIndex;
            active.set(log.activeIndex, last);
        }
        log.reclaim();
        SideFile side = log.side();
        if (log.chunksInFlight() > 0
                || discard && side != null && !send(SideCommand.DISCARD, side, 0, 0)) {
            dying.add(log);
            return;
        }
        recycle(log);
    }

    private void recycle(TransactionLog log) {
        log.reset();
        if (spare.size() < SPARE_LOGS_MAX) {
            spare.addLast(log);
        } else {
            log.free();
        }
    }

    /**
     * A duty of the writer's round: frees what others have done with; returns how much there was to
     * do.
     */
    public int doWork() {
        assert onOwnerThread();
        int work = 0;
        for (int i = dying.size() - 1; i >= 0; i--) {
            TransactionLog log = dying.get(i);
            log.reclaim();
            SideFile side = log.side();
            if (log.chunksInFlight() == 0
                    && side != null
                    && send(SideCommand.DISCARD, side, 0, 0)) {
                dying.remove(i);
                recycle(log);
                work++;
            }
        }
        return work;
    }

    /** Whether a frame of so many bytes can be appended now. */
    public long room(long frameBytes) {
        long end = endLsn + frameBytes;
        if (end - durableLsn.valueAcquire() > buffer.length()) {
            return WOULD_BLOCK;
        }
        if (end > space.endLsnAcquire()) {
            space.demand(end);
            return space.isDiskFull() ? DISK_FULL : WOULD_BLOCK;
        }
        return OK;
    }

    /** See {@link TransactionLog#admit()}. */
    long admit(TransactionLog log) {
        if (log.unsubmittedBytes() > config.spillBytes() || log.isSpilled()) {
            log.spill(false);
            if (log.unsubmittedBytes() > config.spillBytes()) {
                log.spill(true); // the last chunk alone is that large
            }
        }
        if (redoBytes > config.redoBytesMax()) {
            spillLargest();
        }
        SideFile side = log.side();
        if (side != null) {
            log.reclaim();
            if (side.outcomeAcquire() == SideFile.DISK_FULL) {
                return DISK_FULL;
            }
            if (log.chunksInFlight() > CHUNKS_IN_FLIGHT_MAX
                    || log.unsubmittedBytes() > config.spillBytes()) {
                return WOULD_BLOCK;
            }
        }
        if (redoBytes > config.redoBytesMax()) {
            return WOULD_BLOCK;
        }
        // A full disk is found before the first change, not at the commit.
        return space.isDiskFull() && room(log.unsubmittedBytes() + config.chunkBytes()) == DISK_FULL
                ? DISK_FULL
                : OK;
    }

    /**
     * Memory for redo is short: the transaction that holds most goes to a side file, idle or not.
     */
    private void spillLargest() {
        TransactionLog largest = null;
        for (int i = 0; i < active.size(); i++) {
            TransactionLog log = active.get(i);
            log.reclaim();
            if (largest == null || log.unsubmittedBytes() > largest.unsubmittedBytes()) {
                largest = log;
            }
        }
        if (largest != null && largest.unsubmittedBytes() > 0) {
            largest.spill(true);
        }
    }

    /** Makes everything appended visible to the flusher, once per round. */
    public void publish() {
        assert onOwnerThread();
        if (endLsn != appendedLsn.valuePlain()) {
            appendedLsn.setRelease(endLsn); // pairs with the acquire in WalFlusher.doWork
            flusher.wake();
        }
    }

    /** The end of what was appended, published or not. */
    public long endLsn() {
        return endLsn;
    }

    WalConfig config() {
        return config;
    }

    BlockAllocator memory() {
        return memory;
    }

    long takeChunk(int bytes) {
        redoBytes += bytes;
        return memory.allocate(bytes);
    }

    void giveChunk(long chunk, int bytes) {
        redoBytes -= bytes;
        memory.free(chunk, bytes);
    }

    SideFile newSideFile() {
        return new SideFile(nextSideFile++);
    }

    boolean send(int action, SideFile file, long chunk, int chunkBytes) {
        long sequence = sideCommands.tryClaim();
        if (sequence == RequestRing.FULL) {
            return false;
        }
        SideCommand command = sideCommands.slot(sequence);
        command.action = action;
        command.file = file;
        command.chunk = chunk;
        command.chunkBytes = chunkBytes;
        sideCommands.publish(sequence);
        return true;
    }

    /** The first thread that uses the writer owns it, until {@link #handOver()}. */
    boolean onOwnerThread() {
        if (owner == null) {
            owner = Thread.currentThread();
        }
        return owner == Thread.currentThread();
    }

    /** Lets the next thread that uses it own it; the caller orders the two. */
    public void handOver() {
        owner = null;
    }

    /** Frees all memory; no other thread uses the log any more. */
    void close() {
        for (TransactionLog log : active) {
            log.free();
        }
        for (TransactionLog log : dying) {
            log.free();
        }
        for (TransactionLog log : spare) {
            log.free();
        }
        memory.free(commitRecord, WalRecordLayout.COMMIT_SIDE_BYTES);
    }
}
