package io.omendb.offheap;

import org.jspecify.annotations.Nullable;

/**
 * One 2 MiB extent of an allocator, cut into spans of one size; spans cut into blocks of one size class. When its memory
 * went back to the process, it stands for the next extent that is cut in the same way.
 */
final class Extent {

    long offset;
    final int spanKind;
    final int spanShift;
    final Span[] spans;
    int freeSpans;

    /** The neighbours in a list of extents with room; {@code next} also in that of unused ones. */
    @Nullable Extent next;
    @Nullable Extent previous;

    Extent(int spanKind, int spanShift) {
        this.spanKind = spanKind;
        this.spanShift = spanShift;
        this.spans = new Span[1 << (ProcessMemory.EXTENT_SHIFT - spanShift)];
        for (int i = 0; i < spans.length; i++) {
            spans[i] = new Span(this, i << spanShift);
        }
        this.freeSpans = spans.length;
    }

    /** Stands for the memory at {@code newOffset} from now on; no span is in use. */
    Extent at(long newOffset) {
        assert freeSpans == spans.length;
        offset = newOffset;
        return this;
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

    /** Blocks of one size class, handed out first from its chain of freed ones, then from its untouched end. */
    static final class Span {

        static final int UNUSED = -1;

        final Extent extent;

        /** Where the span begins in its extent. */
        final int start;

        int sizeClass = UNUSED;
        int blockBytes;
        int liveCount;
        int untouchedFrom;
        long freeHead;
        @Nullable Span next;
        @Nullable Span previous;

        Span(Extent extent, int start) {
            this.extent = extent;
            this.start = start;
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
            block = extent.offset + start + untouchedFrom;
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
