package io.omendb.offheap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Epoch-based reclamation for one database: one writer retires, any number of readers announce.
 *
 * <pre>
 *   reader                                  writer
 *   enter:  slot = global (acquire)         unlink x            (release store, or covered by the next line)
 *           full fence                      retire(x): tag = global
 *           follow pointers                 advance: global + 1 (release)
 *   renew:  slot = global (acq/rel)         reclaim: full fence
 *   exit:   slot = 0      (release)                  least = min over slots (acquire)
 *                                                    free all with tag < least
 * </pre>
 *
 * <p>Why nothing is freed under a reader. Entering: of the two full fences one is first. If the
 * reader's, then the writer's scan sees its announcement, which is not above the tag of anything it
 * can reach, for the global epoch passes a tag only after the unlinking. If the writer's, then all
 * that the reader loads after its fence was linked when the scan began, so what is freed was out of
 * its reach. Renewing needs no fence: the acquire load of a global epoch above a tag shows the
 * unlinking of what carries that tag, so nothing below the new announcement can be reached after
 * it; what was reached before is let go first, because the release store comes after all earlier
 * loads. The acquire in the scan orders the reuse of the memory after those loads.
 *
 * <p>The queue of retired things lies in blocks of the allocator and grows while a reader delays;
 * the writer never waits. Thread: all but {@link #register}, {@link #unregister}, {@link #current}
 * and the slots: writer.
 */
public final class Epochs implements AutoCloseable {

    /** The number of readers when none is said. */
    public static final int READERS_MAX_DEFAULT = 1024;

    static final long IDLE = 0;

    private static final VarHandle ANNOUNCED = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle GLOBAL = field("global");

    /** 128 bytes: two cache lines, because adjacent ones are fetched in pairs. */
    private static final int SLOT_SHIFT = 4;

    private final BlockAllocator blocks;
    private final RetiredQueue retired;
    private final long[] announced;
    private final @Nullable EpochSlot[] slots;
    private final int[] idleSlots;
    private int idleCount;
    private volatile int slotsEverUsed;
    private @Nullable ReclaimTarget target;
    private long leastAnnounced;
    private final Tally waitingBlocks = new Tally();
    private final Tally waitingBytes = new Tally();

    private volatile long global = 1;

    public Epochs(BlockAllocator blocks) {
        this(blocks, READERS_MAX_DEFAULT);
    }

    public Epochs(BlockAllocator blocks, int readersMax) {
        if (readersMax < 1 || readersMax > 1 << 20) {
            throw new IllegalArgumentException(
                    "readersMax must be between 1 and 1048576: " + readersMax);
        }
        this.blocks = blocks;
        this.retired = new RetiredQueue(blocks);
        this.announced = new long[(readersMax + 1) << SLOT_SHIFT];
        this.slots = new EpochSlot[readersMax];
        this.idleSlots = new int[readersMax];
        for (int i = 0; i < readersMax; i++) {
            idleSlots[i] = readersMax - 1 - i;
        }
        idleCount = readersMax;
    }

    /** Names who is told of things that are not memory; before the first such thing is retired. */
    public void reclaimTarget(ReclaimTarget reclaimTarget) {
        this.target = reclaimTarget;
    }

    /**
     * Takes a slot for a reader.
     *
     * @throws IllegalStateException if all are taken
     */
    public synchronized EpochSlot register() {
        if (idleCount == 0) {
            throw new IllegalStateException("all " + slots.length + " reader slots are taken");
        }
        int index = idleSlots[--idleCount];
        // Volatile, before the first announcement: a scan that misses the slot comes before the
        // reader's first fence.
        slotsEverUsed = Math.max(slotsEverUsed, index + 1);
        EpochSlot slot = new EpochSlot(this, index);
        slots[index] = slot;
        return slot;
    }

    /** Gives a slot back; it must be idle. */
    public synchronized void unregister(EpochSlot slot) {
        int index = slot.index();
        if (slots[index] != slot || slot.isEntered()) {
            throw new IllegalStateException("the slot is not registered here, or not idle");
        }
        slots[index] = null;
        idleSlots[idleCount++] = index;
    }

    /**
     * The global epoch. What was reachable when it was read is not reused before it has moved on.
     */
    public long current() {
        return (long) GLOBAL.getAcquire(this);
    }

    /**
     * Begins a new epoch. Releases the unlinking of what was retired before; pairs with {@link
     * #current()}.
     */
    public void advance() {
        GLOBAL.setRelease(this, global + 1);
    }

    /** Frees a block of the allocator when no reader can reach it; it must be unlinked already. */
    public void retire(long offset, long bytes) {
        assert offset > 0 && bytes > 0;
        retired.add(global, RetiredQueue.MEMORY, offset, bytes);
        waitingBlocks.add(1);
        waitingBytes.add(BlockAllocator.blockBytes(bytes));
    }

    /**
     * Makes sure that the next thousand retirements need no memory, so that a change which has been
     * published can retire what it replaced.
     *
     * @throws MemoryExhaustedException if it cannot
     */
    public void reserve() {
        retired.reserve();
    }

    /**
     * Tells the target when no reader can reach what (kind, a, b) name to it; kind is not negative.
     */
    public void retire(int kind, long a, long b) {
        assert kind >= 0 && target != null;
        retired.add(global, kind, a, b);
    }

    /**
     * Frees, or tells the target of, at most {@code countMax} retired things whose readers have
     * gone.
     *
     * @return how many
     */
    public int reclaim(int countMax) {
        int count = 0;
        while (count < countMax && !retired.isEmpty()) {
            if (retired.headEpoch() >= leastAnnounced) {
                leastAnnounced = scanLeastAnnounced();
                if (retired.headEpoch() >= leastAnnounced) {
                    break;
                }
            }
            int kind = retired.headKind();
            long a = retired.headA();
            long b = retired.headB();
            retired.removeHead();
            if (kind == RetiredQueue.MEMORY) {
                blocks.free(a, b);
                waitingBlocks.add(-1);
                waitingBytes.add(-BlockAllocator.blockBytes(b));
            } else if (target != null) {
                target.reclaimed(kind, a, b);
            }
            count++;
        }
        return count;
    }

    /** The number of retired things that wait. */
    public long pendingCount() {
        return retired.size();
    }

    /** How many retired blocks wait for readers. Thread: any. */
    public long waitingBlocks() {
        return waitingBlocks.value();
    }

    /** The bytes of the blocks that wait for readers. Thread: any. */
    public long waitingBytes() {
        return waitingBytes.value();
    }

    /** The bytes of the queue that they wait in. Thread: any. */
    public long queueBytes() {
        return retired.heldBytes();
    }

    /** Reclaims everything and gives the queue's memory back; no reader may be inside. */
    @Override
    public void close() {
        advance();
        while (reclaim(Integer.MAX_VALUE) > 0) {
            advance();
        }
        if (!retired.isEmpty()) {
            throw new IllegalStateException("a reader is still inside epoch " + leastAnnounced);
        }
        retired.close();
    }

    void enter(int index) {
        assert announcedPlain(index) == IDLE : "the slot is entered twice";
        ANNOUNCED.setOpaque(announced, cell(index), current());
        VarHandle.fullFence();
    }

    void renew(int index) {
        assert announcedPlain(index) != IDLE : "an idle slot is renewed";
        long now = current();
        if (announcedPlain(index) != now) {
            ANNOUNCED.setRelease(announced, cell(index), now);
        }
    }

    void exit(int index) {
        assert announcedPlain(index) != IDLE : "an idle slot exits";
        ANNOUNCED.setRelease(announced, cell(index), IDLE);
    }

    long announcedPlain(int index) {
        return announced[cell(index)];
    }

    private long scanLeastAnnounced() {
        VarHandle.fullFence();
        long least = global;
        int end = slotsEverUsed;
        for (int i = 0; i < end; i++) {
            long epoch = (long) ANNOUNCED.getAcquire(announced, cell(i));
            if (epoch != IDLE && epoch < least) {
                least = epoch;
            }
        }
        return least;
    }

    /**
     * The first slot is left out, so that no announcement shares a line with the array's header.
     */
    private static int cell(int index) {
        return (index + 1) << SLOT_SHIFT;
    }

    private static VarHandle field(String name) {
        try {
            return MethodHandles.lookup().findVarHandle(Epochs.class, name, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Override
    public String toString() {
        return "Epochs[global="
                + global
                + ", pending="
                + retired.size()
                + ", registered="
                + Arrays.stream(slots).filter(s -> s != null).count()
                + "]";
    }
}
