package io.omendb.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class ProcessMemoryTest {

    @Test
    void shouldReadLittleEndianWhenBytesWereWritten() {
        try (BlockAllocator blocks = BlockAllocator.exclusive(1 << 20)) {
            long at = blocks.allocateZeroed(64);
            ProcessMemory.putByte(at, (byte) 1);
            ProcessMemory.putByte(at + 1, (byte) 2);
            assertEquals(0x0201, ProcessMemory.getShort(at));
            assertEquals(0x0201, ProcessMemory.getInt(at));
            assertEquals(0x0201, ProcessMemory.getLong(at));
            assertTrue(ProcessMemory.compareAndSetLong(at, 0x0201, -1));
            assertFalse(ProcessMemory.compareAndSetLong(at, 0x0201, -1));
            ProcessMemory.putDouble(at + 11, 1.5);
            assertEquals(1.5, ProcessMemory.getDouble(at + 11));
        }
    }

    @Test
    void shouldCompareAsUnsignedBytesWhenRangesDiffer() {
        try (BlockAllocator blocks = BlockAllocator.exclusive(1 << 20)) {
            long at = blocks.allocateZeroed(64);
            ProcessMemory.copyFrom(new byte[] {1, 2, 3, 1, 2, -1, 1, 2}, 0, at, 8);
            assertTrue(ProcessMemory.compare(at, 3, at + 3, 3) < 0);
            assertTrue(ProcessMemory.compare(at + 6, 2, at, 3) < 0);
            assertTrue(ProcessMemory.compare(at, 3, at + 6, 2) > 0);
            assertEquals(0, ProcessMemory.compare(at, 2, at + 6, 2));
            assertTrue(ProcessMemory.same(at, at + 3, 2));
        }
    }

    @Test
    void shouldMeetABoundsCheckWhenAnOffsetIsStale() {
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> ProcessMemory.getLong(ProcessMemory.sizeBytes() - 7));
    }

    @Test
    void shouldReadSuffixesWhenASizeIsConfigured() {
        assertEquals(3L << 30, SegmentReservation.parseBytes("3g"));
        assertEquals(512L << 20, SegmentReservation.parseBytes(" 512M "));
        assertEquals(4096, SegmentReservation.parseBytes("4k"));
        assertThrows(IllegalArgumentException.class, () -> SegmentReservation.parseBytes("much"));
        assertThrows(IllegalArgumentException.class, () -> SegmentReservation.parseBytes("-1"));
    }

    @Test
    void shouldKeepWhatIsTouchedInAdvance() {
        System.setProperty(SegmentReservation.SIZE_PROPERTY, "64m");
        System.setProperty(SegmentReservation.TOUCH_PROPERTY, "true");
        try {
            SegmentReservation reservation = SegmentReservation.reserve();
            reservation.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
            reservation.discard(0, ProcessMemory.EXTENT_BYTES);
            assertEquals(1, reservation.segment().get(ValueLayout.JAVA_BYTE, 0));
            assertTrue(reservation.description().endsWith("all touched in advance"));
        } finally {
            System.clearProperty(SegmentReservation.SIZE_PROPERTY);
            System.clearProperty(SegmentReservation.TOUCH_PROPERTY);
        }
    }

    @Test
    void shouldRefuseASwitchThatIsNeitherTrueNorFalse() {
        assertThrows(IllegalArgumentException.class, () -> SegmentReservation.parseSwitch("yes"));
        assertFalse(SegmentReservation.parseSwitch("false"));
    }
}
