package io.omendb.offheap;

import org.jspecify.annotations.Nullable;

/**
 * One 2 MiB extent of an allocator, cut into spans of one size; spans cut into blocks of one size
 * class.
 */
final class Extent {

    final long offset;
    final int spanShift;
    final Span[] spans;
    int freeSpans;
    @Nullable Extent next;
    @Nullable Extent previous;

    Extent(long offset, int spanShift) {
        this.offset = offset;
        this.spanShift = spanShift;
        this.spans = new Span[1 << (ProcessMemory.EXTENT_SHIFT - spanShift)];
        for (int i = 0; i < spans.length; i++) {
            spans[i] = new Span(this, offset + ((long) i << spanShift));
        }
        this.freeSpans = spans.length;
    }

    Span spanAt(long blockOffset) {
        return spans[(int) ((blockOffset - offset) >>> spanShift)];
    }

    Span takeSpan() {
        for (Span span : spans) {
            if (span.sizeClass == Span.UNUSED) {
                freeSpans--;
                return span;
            }
        }
        throw new AssertionError("an extent on the list of those with room has none");
    }

    /**
     * Blocks of one size class, handed out first from its chain of freed ones, then from its
     * untouched end.
     */
    static final class Span {

        static final int UNUSED = -1;

        final Extent extent;
        final long offset;
        int sizeClass = UNUSED;
        int blockBytes;
        int liveCount;
        int untouchedFrom;
        long freeHead;
        @Nullable Span next;
        @Nullable Span previous;

        Span(Extent extent, long offset) {
            this.extent = extent;
            this.offset = offset;
        }

        void begin(int newSizeClass) {
            sizeClass = newSizeClass;
            blockBytes = SizeClasses.bytesOf(newSizeClass);
            liveCount = 0;
            untouchedFrom = 0;
            freeHead = 0;
        }

        boolean isFull() {
            return freeHead == 0 && untouchedFrom + blockBytes > (1 << extent.spanShift);
        }

        long takeBlock() {
            liveCount++;
            long block = freeHead;
            if (block != 0) {
                freeHead = ProcessMemory.getLong(block);
                return block;
            }
            block = offset + untouchedFrom;
            untouchedFrom += blockBytes;
            return block;
        }

        void giveBlock(long block) {
            liveCount--;
            ProcessMemory.putLong(block, freeHead);
            freeHead = block;
        }
    }
}
