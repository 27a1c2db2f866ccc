package io.omendb.pgwire.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SendBufferTest {
    @Test
    void shouldReleaseInOrderWhenLaterGateIsOpenFirst() {
        try (SendBuffer out = new SendBuffer(64, 64, 1024)) {
            BackendMessages.parseComplete(out);
            out.gate(7);
            BackendMessages.bindComplete(out);
            out.gate(0);
            assertEquals(0, out.sendable(6));
            assertTrue(out.isGated());
            assertEquals(10, out.sendable(7));
            assertFalse(out.isGated());
        }
    }

    @Test
    void shouldTakeUnfinishedMessageBackWhenAbandoned() {
        try (SendBuffer out = new SendBuffer(64, 64, 1024)) {
            BackendMessages.parseComplete(out);
            BackendMessages.beginDataRow(out, 1);
            byte[] large = new byte[2000];
            assertThrows(SendOverflow.class, () -> out.put(large, 0, large.length));
            out.abandonUnfinished();
            out.gate(0);
            assertEquals(5, out.sendable(0));
        }
    }

    @Test
    void shouldShrinkWhenSizeIsNotNeededForLong() {
        try (SendBuffer out = new SendBuffer(64, 64, 4096)) {
            send(out, 1000);
            assertTrue(out.capacity() >= 1000);
            for (int i = 0; i < 200; i++) {
                send(out, 10);
            }
            assertEquals(64, out.capacity());
        }
    }

    private static void send(SendBuffer out, int bytes) {
        out.put(new byte[bytes], 0, bytes);
        out.gate(0);
        out.sent(out.sendable(0));
    }

    @Property(tries = 200)
    void shouldDeliverAllBytesInOrderAndNoneEarly(@ForAll long seed) {
        Random random = new Random(seed);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        Deque<long[]> gates = new ArrayDeque<>();
        long durable = 0;
        long allowed = 0;
        try (SendBuffer out = new SendBuffer(64, 128, 1 << 20)) {
            for (int i = 0; i < 300; i++) {
                byte[] bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                out.beginMessage((byte) 'd');
                long value = out.beginValue();
                out.put(bytes, 0, bytes.length);
                out.endValue(value);
                out.endMessage();
                written.write('d');
                written.writeBytes(
                        new byte[] {
                            0, 0, 0, (byte) (8 + bytes.length), 0, 0, 0, (byte) bytes.length
                        });
                written.writeBytes(bytes);
                long lsn = random.nextInt(4) == 0 ? 0 : durable + random.nextInt(5);
                out.gate(lsn);
                gates.add(new long[] {written.size(), lsn});
                durable += random.nextInt(2);
                int sendable = out.sendable(durable);
                while (!gates.isEmpty() && gates.peek()[1] <= durable) {
                    allowed = gates.remove()[0];
                }
                assertEquals(allowed, sent.size() + sendable);
                int part = sendable == 0 ? 0 : random.nextInt(sendable + 1);
                byte[] leaving = new byte[part];
                out.readable(part).get(leaving);
                out.sent(part);
                sent.writeBytes(leaving);
            }
        }
        byte[] all = written.toByteArray();
        assertArrayEquals(java.util.Arrays.copyOf(all, sent.size()), sent.toByteArray());
    }
}
