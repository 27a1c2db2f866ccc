package io.omendb.engine.wal;

import io.omendb.offheap.ProcessMemory;
import io.omendb.sql.vector.Batch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Thread: writer. The redo of one transaction until it commits, in chunks of the process' memory.
 * What exceeds {@link WalConfig#spillBytes()} goes to a side file while the transaction runs.
 *
 * <p>Adding never refuses, and allocates nothing while the redo fits into the first chunk. So that
 * memory stays bounded, {@link #admit()} is asked before each bounded step (a row, a batch): only
 * after {@link WalWriter#OK} the step begins.
 *
 * <p>Objects come from {@link WalWriter#begin} and go back by a commit or {@link WalWriter#abort}.
 */
public final class TransactionLog {
    private static final int FIRST_CHUNK_BYTES = 4096;

    private final WalWriter writer;
    private final long firstChunk;

    long transactionId;

    /** Its place among the writer's active logs. */
    int activeIndex;

    /**
     * Chunks [taken, submitted) are with the side file writer, [submitted, count) are only here.
     */
    private long[] chunks = new long[8];

    private int[] chunkUsed = new int[8];
    private int[] chunkSize = new int[8];
    private int count;
    private int submitted;
    private int taken;
    private long takenTotal;

    /**
     * Redo before the first chunk that is still here: positions in the transaction's redo never
     * change.
     */
    private long submittedBytes;

    private long bytes;
    private @Nullable SideFile side;
    private boolean sideRollbacks;
    private boolean sealing;
    private boolean active;

    /** The end of the last chunk, between {@link #open} and {@link #close}. */
    private int openBytes;

    TransactionLog(WalWriter writer) {
        this.writer = writer;
        this.firstChunk = writer.memory().allocate(FIRST_CHUNK_BYTES);
    }

    void begin(long id) {
        assert !active && bytes == 0;
        transactionId = id;
        active = true;
        chunks[0] = firstChunk;
        chunkUsed[0] = 0;
        chunkSize[0] = FIRST_CHUNK_BYTES;
        count = 1;
    }

    /** Whether nothing has been added. */
    public boolean isEmpty() {
        return bytes == 0;
    }

    /** Bytes of redo so far: a mark to which {@link #rollbackTo} returns. */
    public long mark() {
        return bytes;
    }

    /** Takes back everything added since the mark. */
    public void rollbackTo(long mark) {
        assert writer.onOwnerThread();
        if (mark > bytes || mark < 0) {
            throw new IllegalArgumentException("mark " + mark + " beyond " + bytes);
        }
        if (mark == bytes) {
            return;
        }
        while (count > submitted + 1
                && bytes - chunkUsed[count - 1] >= Math.max(mark, submittedBytes)) {
            bytes -= chunkUsed[count - 1];
            freeChunk(--count);
        }
        if (mark >= submittedBytes) {
            chunkUsed[count - 1] -= (int) (bytes - mark);
            bytes = mark;
            return;
        }
        // A part has left for the side file: what remains here goes, and a record takes the rest
        // back.
        if (count > submitted) {
            chunkUsed[count - 1] -= (int) (bytes - submittedBytes);
            bytes = submittedBytes;
        }
        long record =
                open(WalRecordLayout.ROLLBACK_TO, 0, 0, WalRecordLayout.VALUE_OFFSET + Long.BYTES);
        ProcessMemory.putLong(record + WalRecordLayout.VALUE_OFFSET, mark);
        close();
        sideRollbacks = true;
    }

    /**
     * Whether a next bounded step may add redo: {@link WalWriter#OK}, {@link WalWriter#WOULD_BLOCK}
     * (ask again when the writer is woken) or {@link WalWriter#DISK_FULL} (the transaction has to
     * be aborted).
     */
    public long admit() {
        assert writer.onOwnerThread();
        return writer.admit(this);
    }

    /** A row was inserted. */
    public void insert(int tableOid, long rowId, RowCodec codec, Batch batch, int row) {
        long length = WalRecordLayout.ROW_OFFSET + codec.encodedBytes(null, batch, row);
        long record = open(WalRecordLayout.INSERT, tableOid, codec.columnCount(), length);
        ProcessMemory.putLong(record + WalRecordLayout.ROW_ID_OFFSET, rowId);
        long end = codec.encode(null, batch, row, record + WalRecordLayout.ROW_OFFSET);
        assert end == record + length;
        close();
    }

    /**
     * Columns of a row were changed to what the batch's row, which has all columns of the table,
     * holds in them.
     */
    public void update(
            int tableOid, long rowId, RowCodec codec, int[] columns, Batch batch, int row) {
        update(tableOid, rowId, codec, columns, batch, row, null, null, 0);
    }

    /**
     * As the shorter one; the primary key changed too, from what {@code oldBatch} holds in the
     * key's columns.
     */
    public void update(
            int tableOid,
            long rowId,
            RowCodec codec,
            int[] columns,
            Batch batch,
            int row,
            int @Nullable [] keyColumns,
            @Nullable Batch oldBatch,
            int oldRow) {
        long length =
                WalRecordLayout.ROW_OFFSET
                        + 2L * columns.length
                        + codec.encodedBytes(columns, batch, row);
        boolean moved = keyColumns != null && oldBatch != null;
        if (keyColumns != null && oldBatch != null) {
            length +=
                    Short.BYTES
                            + 2L * keyColumns.length
                            + codec.encodedBytes(keyColumns, oldBatch, oldRow);
        }
        long record = open(WalRecordLayout.UPDATE, tableOid, columns.length, length);
        ProcessMemory.putLong(record + WalRecordLayout.ROW_ID_OFFSET, rowId);
        long at = putNumbers(columns, record + WalRecordLayout.ROW_OFFSET);
        at = codec.encode(columns, batch, row, at);
        if (moved && keyColumns != null && oldBatch != null) {
            ProcessMemory.putByte(
                    record + WalRecordLayout.FLAGS_OFFSET, WalRecordLayout.FLAG_OLD_KEY);
            ProcessMemory.putShort(at, (short) keyColumns.length);
            at = putNumbers(keyColumns, at + Short.BYTES);
            at = codec.encode(keyColumns, oldBatch, oldRow, at);
        }
        assert at == record + length;
        close();
    }

    private static long putNumbers(int[] columns, long target) {
        long at = target;
        for (int i = 0; i < columns.length; i++) {
            ProcessMemory.putShort(at, (short) columns[i]);
            at += Short.BYTES;
        }
        return at;
    }

    /** A row was deleted. */
    public void delete(int tableOid, long rowId) {
        long record = open(WalRecordLayout.DELETE, tableOid, 0, WalRecordLayout.ROW_OFFSET);
        ProcessMemory.putLong(record + WalRecordLayout.ROW_ID_OFFSET, rowId);
        close();
    }

    /** The catalog changed; what the bytes mean is the catalog's. */
    public void catalog(byte[] source, int offset, int length) {
        long record =
                open(WalRecordLayout.CATALOG, 0, 0, WalRecordLayout.HEAD_BYTES + (long) length);
        ProcessMemory.copyFrom(source, offset, record + WalRecordLayout.HEAD_BYTES, length);
        close();
    }

    /** All rows of a table went. */
    public void truncate(int tableOid) {
        open(WalRecordLayout.TRUNCATE, tableOid, 0, WalRecordLayout.HEAD_BYTES);
        close();
    }

    /** Makes room for a record of a length at the end, and writes its head. */
    private long open(byte kind, int oid, int columns, long length) {
        assert writer.onOwnerThread();
        assert active && !sealing : "redo after commit";
        if (length > WalFrameLayout.LENGTH_MAX * 16L) {
            throw new IllegalArgumentException("log record of " + length + " bytes");
        }
        int last = count - 1;
        if (last < submitted || chunkSize[last] - chunkUsed[last] < length) {
            last = addChunk((int) length);
        }
        long record = chunks[last] + chunkUsed[last];
        ProcessMemory.putInt(record + WalRecordLayout.LENGTH_OFFSET, (int) length);
        ProcessMemory.putByte(record + WalRecordLayout.KIND_OFFSET, kind);
        ProcessMemory.putByte(record + WalRecordLayout.FLAGS_OFFSET, (byte) 0);
        ProcessMemory.putShort(record + WalRecordLayout.COLUMNS_OFFSET, (short) columns);
        ProcessMemory.putInt(record + WalRecordLayout.OID_OFFSET, oid);
        openBytes = (int) length;
        return record;
    }

    private void close() {
        chunkUsed[count - 1] += openBytes;
        bytes += openBytes;
    }

    private int addChunk(int least) {
        int size = Math.max(least, writer.config().chunkBytes());
        long chunk = writer.takeChunk(size);
        if (count == chunks.length) {
            chunks = Arrays.copyOf(chunks, count * 2);
            chunkUsed = Arrays.copyOf(chunkUsed, count * 2);
            chunkSize = Arrays.copyOf(chunkSize, count * 2);
        }
        chunks[count] = chunk;
        chunkUsed[count] = 0;
        chunkSize[count] = size;
        return count++;
    }

    private void freeChunk(int index) {
        if (chunks[index] != firstChunk) {
            writer.giveChunk(chunks[index], chunkSize[index]);
        }
    }

    /** Redo in memory that no side file writer has yet. */
    long unsubmittedBytes() {
        return bytes - submittedBytes;
    }

    boolean isSpilled() {
        return side != null;
    }

    boolean sideRollbacks() {
        return sideRollbacks;
    }

    long recordBytes() {
        return bytes;
    }

    @Nullable SideFile side() {
        return side;
    }

    /** Chunks that the side file writer still holds. */
    int chunksInFlight() {
        return submitted - taken;
    }

    /** Sends chunks to the side file, the last one too if asked; false if the way there is full. */
    boolean spill(boolean all) {
        SideFile file = side;
        if (file == null) {
            file = writer.newSideFile();
            side = file;
        }
        int end = all ? count : count - 1;
        while (submitted < end) {
            if (chunkUsed[submitted] > 0) {
                if (!writer.send(
                        SideCommand.WRITE, file, chunks[submitted], chunkUsed[submitted])) {
                    return false;
                }
            } else if (submitted != taken) {
                return false; // an empty one is freed in its turn
            } else {
                freeChunk(submitted);
                taken++;
            }
            submittedBytes += chunkUsed[submitted];
            submitted++;
        }
        return true;
    }

    /** Frees the chunks that the side file writer has taken over. */
    void reclaim() {
        SideFile file = side;
        if (file == null) {
            return;
        }
        long takenNow = file.chunksTakenAcquire();
        while (takenTotal < takenNow) {
            freeChunk(taken++);
            takenTotal++;
        }
        if (taken > 0 && taken == submitted) {
            int kept = count - submitted;
            System.arraycopy(chunks, submitted, chunks, 0, kept);
            System.arraycopy(chunkUsed, submitted, chunkUsed, 0, kept);
            System.arraycopy(chunkSize, submitted, chunkSize, 0, kept);
            count = kept;
            submitted = 0;
            taken = 0;
        }
    }

    /** Asks, once, for the side file to be sealed; false if the way there is full. */
    boolean seal() {
        if (!sealing && spill(true)) {
            SideFile file = side;
            sealing = file != null && writer.send(SideCommand.SEAL, file, 0, 0);
        }
        return sealing;
    }

    /** Copies all redo, which is in memory, to the log buffer. */
    void copyTo(LogBuffer buffer, long lsn) {
        long at = lsn;
        for (int i = 0; i < count; i++) {
            buffer.put(at, chunks[i], chunkUsed[i]);
            at += chunkUsed[i];
        }
    }

    /**
     * Gives back what is only here; chunks in flight stay until {@link #reclaim()} has freed them.
     */
    void dropUnsubmitted() {
        while (count > submitted) {
            freeChunk(--count);
        }
    }

    /** Makes the object new; nothing is in flight. */
    void reset() {
        assert submitted == taken;
        dropUnsubmitted();
        count = 0;
        submitted = 0;
        taken = 0;
        takenTotal = 0;
        submittedBytes = 0;
        bytes = 0;
        side = null;
        sideRollbacks = false;
        sealing = false;
        active = false;
    }

    void free() {
        while (count > taken) {
            freeChunk(--count);
        }
        writer.memory().free(firstChunk, FIRST_CHUNK_BYTES);
    }
}
