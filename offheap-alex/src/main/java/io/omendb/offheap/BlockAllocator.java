package io.omendb.offheap;

import io.omendb.offheap.Extent.Span;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hands out blocks of the segment of the process to one owner (a database, a query), within a
 * budget, and gives all of them back when it is closed.
 *
 * <pre>
 *   extent 2 MiB  =  spans of 64 KiB (blocks to 4 KiB), 512 KiB (to 64 KiB) or 2 MiB (to 1 MiB)
 *   span          =  blocks of one {@link SizeClasses size class}
 *   above 1 MiB   =  runs of whole extents
 * </pre>
 *
 * <p>A span without live blocks serves another size class, an extent without spans goes back to the
 * process (one of nine is kept). Blocks of 64 bytes and more begin at a multiple of 64, smaller
 * ones at a multiple of 16. A block is not zeroed, and no header precedes it: who frees it says how
 * large it was.
 *
 * <p>Threads: an exclusive allocator belongs to one thread at a time, and takes no lock; {@link
 * #handOver()} passes it on. A shared one may be used by any thread and takes an uncontended lock.
 * {@link #usedBytes()} may be called by all.
 */
public final class BlockAllocator implements AutoCloseable {

    private static final VarHandle USED_BYTES = figure("usedBytes");
    private static final VarHandle HELD_BYTES = figure("heldBytes");

    private static final int SPAN_KINDS = 3;

    /** Of so many extents held, one may be kept though nothing lives in it. */
    private static final int HELD_FOR_ONE_SPARE = 9;

    private static final byte POISON = (byte) 0xDB;

    private final long budgetBytes;
    private final @Nullable ReentrantLock lock;
    private final @Nullable Span[] spansWithRoom = new Span[SizeClasses.COUNT];
    private final @Nullable Extent[] extentsWithRoom = new Extent[SPAN_KINDS];

    /**
     * Objects without memory, by kind of span: a load that takes and gives extents in turn
     * allocates nothing.
     */
    private final @Nullable Extent[] unused = new Extent[SPAN_KINDS];

    private @Nullable Extent[] extents = new Extent[16];
    private int[] runLengths = new int[16];

    /** Extents that nothing lives in, by {@link Extent#next}. */
    private @Nullable Extent spare;

    private int spareCount;
    private @Nullable Thread owner;
    private boolean closed;

    /**
     * Written by the owner (or under the lock), read by anyone who wants a figure: no order is
     * promised.
     */
    private volatile long usedBytes;

    private volatile long heldBytes;

    private BlockAllocator(long budgetBytes, boolean shared) {
        if (budgetBytes <= 0) {
            throw new IllegalArgumentException("budget must be positive: " + budgetBytes);
        }
        this.budgetBytes = budgetBytes;
        this.lock = shared ? new ReentrantLock() : null;
    }

    /** An allocator for one thread at a time. */
    public static BlockAllocator exclusive(long budgetBytes) {
        return new BlockAllocator(budgetBytes, false);
    }

    /** An allocator for any number of threads. */
    public static BlockAllocator shared(long budgetBytes) {
        return new BlockAllocator(budgetBytes, true);
    }

    /** The bytes that a block of this size takes, after rounding. */
    public static long blockBytes(long bytes) {
        return bytes <= SizeClasses.LARGEST_BYTES
                ? SizeClasses.bytesOf(SizeClasses.classOf(bytes))
                : extentCount(bytes) << ProcessMemory.EXTENT_SHIFT;
    }

    /**
     * Takes a block of at least {@code bytes} bytes with undefined contents.
     *
     * @return its offset, never 0
     * @throws MemoryExhaustedException if the budget or the segment of the process is used up
     */
    public long allocate(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("a block has at least one byte: " + bytes);
        }
        enter();
        try {
            long size = blockBytes(bytes);
            if (size > budgetBytes - usedBytes) {
                throw new MemoryExhaustedException(
                        "memory budget of "
                                + budgetBytes
                                + " bytes is used up: "
                                + usedBytes
                                + " in use, "
                                + size
                                + " more wanted");
            }
            long block =
                    bytes <= SizeClasses.LARGEST_BYTES
                            ? takeBlock(SizeClasses.classOf(bytes))
                            : takeRun(size);
            usedBytes(usedBytes + size);
            return block;
        } finally {
            leave();
        }
    }

    /** Takes a block as {@link #allocate} does and sets all of it to zero. */
    public long allocateZeroed(long bytes) {
        long block = allocate(bytes);
        ProcessMemory.fill(block, blockBytes(bytes), (byte) 0);
        return block;
    }

    /**
     * Gives back a block that was allocated with {@code bytes}, or with a size that rounds to the
     * same.
     */
    public void free(long offset, long bytes) {
        enter();
        try {
            long size = blockBytes(bytes);
            assert poison(offset, size);
            if (bytes <= SizeClasses.LARGEST_BYTES) {
                giveBlock(offset, SizeClasses.classOf(bytes));
            } else {
                giveRun(offset, size);
            }
            usedBytes(usedBytes - size);
        } finally {
            leave();
        }
    }

    /** The bytes in live blocks, rounded as they are handed out. */
    public long usedBytes() {
        return usedBytes;
    }

    /** The bytes in extents taken from the process. */
    public long heldBytes() {
        return heldBytes;
    }

    public long budgetBytes() {
        return budgetBytes;
    }

    /**
     * Lets another thread own an exclusive allocator: the next one that uses it. The caller orders
     * the two.
     */
    public void handOver() {
        owner = null;
    }

    /**
     * Gives every extent back, whatever lives in it. Ask {@link #usedBytes()} first to find leaks.
     */
    @Override
    public void close() {
        handOver();
        enter();
        try {
            if (closed) {
                return;
            }
            closed = true;
            for (int i = 0; i < extents.length; i++) {
                long offset = (long) i << ProcessMemory.EXTENT_SHIFT;
                if (extents[i] != null) {
                    ProcessMemory.giveExtents(offset, 1);
                } else if (runLengths[i] != 0) {
                    ProcessMemory.giveExtents(offset, runLengths[i]);
                }
            }
            heldBytes(0);
        } finally {
            leave();
        }
    }

    private void enter() {
        if (lock != null) {
            lock.lock();
        } else {
            assert onOwnerThread() : "an exclusive allocator is used by a second thread";
        }
    }

    private void leave() {
        if (lock != null) {
            lock.unlock();
        }
    }

    private boolean onOwnerThread() {
        if (owner == null) {
            owner = Thread.currentThread();
        }
        return owner == Thread.currentThread();
    }

    private long takeBlock(int sizeClass) {
        Span span = spansWithRoom[sizeClass];
        if (span == null) {
            span = takeSpan(sizeClass);
            link(span);
        }
        long block = span.takeBlock();
        if (span.isFull()) {
            unlink(span);
        }
        return block;
    }

    private void giveBlock(long block, int sizeClass) {
        Extent extent = extents[(int) (block >>> ProcessMemory.EXTENT_SHIFT)];
        if (extent == null) {
            throw new IllegalStateException(
                    "no extent of this allocator holds the block at " + block);
        }
        Span span = extent.spanAt(block);
        if (span.sizeClass != sizeClass || span.liveCount == 0) {
            throw new IllegalStateException(
                    "the block at " + block + " was not allocated with this size");
        }
        boolean wasFull = span.isFull();
        span.giveBlock(block);
        if (wasFull) {
            link(span);
        }
        if (span.liveCount == 0 && (span.next != null || span.previous != null)) {
            unlink(span);
            giveSpan(span);
        }
    }

    private Span takeSpan(int sizeClass) {
        int kind = spanKind(SizeClasses.bytesOf(sizeClass));
        Extent extent = extentsWithRoom[kind];
        if (extent == null) {
            extent = takeExtent(kind);
            link(extent, kind);
        }
        Span span = extent.takeSpan();
        span.begin(sizeClass);
        if (extent.freeSpans == 0) {
            unlink(extent, kind);
        }
        return span;
    }

    private void giveSpan(Span span) {
        Extent extent = span.extent;
        int kind = extent.spanKind;
        span.sizeClass = Span.UNUSED;
        if (extent.freeSpans++ == 0) {
            link(extent, kind);
        }
        if (extent.freeSpans == extent.spans.length) {
            unlink(extent, kind);
            giveExtent(extent);
        }
    }

    private Extent takeExtent(int kind) {
        Extent kept = takeSpare();
        long offset;
        if (kept != null) {
            if (kept.spanKind == kind) {
                return kept;
            }
            offset = kept.offset;
            keepUnused(kept);
        } else {
            offset = takeFromProcess(1);
        }
        Extent extent = unused[kind];
        if (extent == null) {
            extent = new Extent(kind, spanShift(kind));
        } else {
            unused[kind] = extent.next;
            extent.next = null;
        }
        int index = reach(offset);
        extents[index] = extent.at(offset);
        return extent;
    }

    private void keepUnused(Extent extent) {
        int kind = extent.spanKind;
        extent.next = unused[kind];
        unused[kind] = extent;
    }

    /** Some are kept: pages that were given back are cleared when they are taken again. */
    private void giveExtent(Extent extent) {
        extent.next = spare;
        spare = extent;
        spareCount++;
        long held = heldBytes >>> ProcessMemory.EXTENT_SHIFT;
        while (spareCount > Math.max(1, held / HELD_FOR_ONE_SPARE)) {
            Extent given = Objects.requireNonNull(takeSpare());
            extents[(int) (given.offset >>> ProcessMemory.EXTENT_SHIFT)] = null;
            giveToProcess(given.offset, 1);
            keepUnused(given);
            held--;
        }
    }

    private @Nullable Extent takeSpare() {
        Extent taken = spare;
        if (taken != null) {
            spare = taken.next;
            taken.next = null;
            spareCount--;
        }
        return taken;
    }

    private long takeRun(long bytes) {
        int count = Math.toIntExact(bytes >>> ProcessMemory.EXTENT_SHIFT);
        long offset = takeFromProcess(count);
        int index = reach(offset);
        runLengths[index] = count;
        return offset;
    }

    private void giveRun(long offset, long bytes) {
        int count = (int) (bytes >>> ProcessMemory.EXTENT_SHIFT);
        int index = (int) (offset >>> ProcessMemory.EXTENT_SHIFT);
        if (index >= runLengths.length || runLengths[index] != count) {
            throw new IllegalStateException(
                    "the block at " + offset + " was not allocated with this size");
        }
        runLengths[index] = 0;
        giveToProcess(offset, count);
    }

    private long takeFromProcess(int count) {
        if (closed) {
            throw new IllegalStateException("the allocator is closed");
        }
        long offset = ProcessMemory.takeExtents(count);
        if (offset < 0) {
            throw new MemoryExhaustedException(
                    "the memory of the process is used up ("
                            + ProcessMemory.describe()
                            + "): "
                            + ProcessMemory.freeBytes()
                            + " bytes free, "
                            + ((long) count << ProcessMemory.EXTENT_SHIFT)
                            + " wanted in one piece; raise "
                            + SegmentReservation.SIZE_PROPERTY);
        }
        heldBytes(heldBytes + ((long) count << ProcessMemory.EXTENT_SHIFT));
        return offset;
    }

    private void giveToProcess(long offset, int count) {
        ProcessMemory.giveExtents(offset, count);
        heldBytes(heldBytes - ((long) count << ProcessMemory.EXTENT_SHIFT));
    }

    /** Makes the tables reach to the extent at {@code offset} and returns its index. */
    private int reach(long offset) {
        int index = (int) (offset >>> ProcessMemory.EXTENT_SHIFT);
        if (index >= extents.length) {
            int length = Math.max(index + 1, extents.length * 2);
            extents = Arrays.copyOf(extents, length);
            runLengths = Arrays.copyOf(runLengths, length);
        }
        return index;
    }

    private void link(Span span) {
        Span head = spansWithRoom[span.sizeClass];
        span.next = head;
        if (head != null) {
            head.previous = span;
        }
        spansWithRoom[span.sizeClass] = span;
    }

    private void unlink(Span span) {
        Span next = span.next;
        Span previous = span.previous;
        if (previous == null) {
            spansWithRoom[span.sizeClass] = next;
        } else {
            previous.next = next;
        }
        if (next != null) {
            next.previous = previous;
        }
        span.next = null;
        span.previous = null;
    }

    private void link(Extent extent, int kind) {
        Extent head = extentsWithRoom[kind];
        extent.next = head;
        if (head != null) {
            head.previous = extent;
        }
        extentsWithRoom[kind] = extent;
    }

    private void unlink(Extent extent, int kind) {
        Extent next = extent.next;
        Extent previous = extent.previous;
        if (previous == null) {
            extentsWithRoom[kind] = next;
        } else {
            previous.next = next;
        }
        if (next != null) {
            next.previous = previous;
        }
        extent.next = null;
        extent.previous = null;
    }

    /** A volatile store would be a full fence on each call, for a figure. */
    private void usedBytes(long value) {
        USED_BYTES.setOpaque(this, value);
    }

    private void heldBytes(long value) {
        HELD_BYTES.setOpaque(this, value);
    }

    private static VarHandle figure(String name) {
        try {
            return MethodHandles.lookup().findVarHandle(BlockAllocator.class, name, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static int spanKind(int blockBytes) {
        return blockBytes <= 4 << 10 ? 0 : blockBytes <= 64 << 10 ? 1 : 2;
    }

    private static int spanShift(int kind) {
        return kind == 0 ? 16 : kind == 1 ? 19 : ProcessMemory.EXTENT_SHIFT;
    }

    private static long extentCount(long bytes) {
        return (bytes + ProcessMemory.EXTENT_BYTES - 1) >>> ProcessMemory.EXTENT_SHIFT;
    }

    /** With assertions on, a reader of freed memory finds nonsense rather than what was there. */
    private static boolean poison(long offset, long bytes) {
        ProcessMemory.fill(offset, Math.min(bytes, 64 << 10), POISON);
        return true;
    }
}
