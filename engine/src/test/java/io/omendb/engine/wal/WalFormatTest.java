package io.omendb.engine.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.engine.storage.ManualClock;
import io.omendb.engine.storage.MemoryStorage;
import io.omendb.engine.storage.StorageException;
import io.omendb.engine.storage.StorageFile;
import io.omendb.offheap.BlockAllocator;
import io.omendb.sql.vector.Batch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The bytes of the log do not change within a format version. */
class WalFormatTest {
    @Test
    void shouldWriteBytesOfGoldenFileAndReadThem() throws IOException {
        MemoryStorage disk = new MemoryStorage();
        writeGolden(disk);
        String written = dump(disk, WalFileLayout.path(0)) + dump(disk, SideFileLayout.path(1));
        Path actual = Path.of("../target/wal-format-1.hex");
        Files.createDirectories(actual.getParent());
        Files.writeString(actual, written);
        assertEquals(golden(), written, "if the format changed on purpose it needs a new version");
        try (SteppedWal log = new SteppedWal(disk, SteppedWal.SMALL, 1)) {
            List<SteppedWal.Committed> found = log.replayed.transactions;
            assertEquals(List.of("sequence 99 1032"), found.get(0).lines());
            assertEquals(
                    List.of(
                            "CATALOG create",
                            "INSERT 7 65537 -2, 3, null, 0.5, 1, 4294967295, -1, 1.5, bytes, 5",
                            "UPDATE 7 65537 [0, 2] 77, text",
                            "DELETE 7 65537",
                            "TRUNCATE 7"),
                    found.get(1).lines());
            assertEquals(
                    List.of("CATALOG " + "s".repeat(3000), "DELETE 7 2"), found.get(2).lines());
            assertEquals(3, found.size());
        }
    }

    @Test
    void shouldRefuseNewerFormatWithItsVersion() {
        MemoryStorage disk = new MemoryStorage();
        new SteppedWal(disk, SteppedWal.SMALL, 1).close();
        try (StorageFile file = disk.open(WalFileLayout.path(0))) {
            file.write(WalFileLayout.VERSION_OFFSET, ByteBuffer.allocateDirect(1).put(0, (byte) 2));
        }
        StorageException refused =
                assertThrows(
                        StorageException.class, () -> new SteppedWal(disk, SteppedWal.SMALL, 1));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("format version 2"),
                refused.getMessage());
    }

    private static void writeGolden(MemoryStorage disk) {
        BlockAllocator memory = BlockAllocator.shared(64 << 20);
        Wal wal;
        try (WalRecovery recovery = WalRecovery.open(disk, SteppedWal.SMALL, memory)) {
            recovery.replay(new SteppedWal.Replayed(), (read, max) -> {});
            wal = recovery.resume(SteppedWal.DATABASE, new ManualClock(0), WalWakes.NONE);
        }
        WalWriter writer = wal.writer();
        writer.appendSequence(99, 1032);
        publishAndForce(wal);
        TransactionLog log = writer.begin(5);
        Batch row = Batch.of(SteppedWal.TYPES, 1);
        byte[] create = "create".getBytes(StandardCharsets.US_ASCII);
        log.catalog(create, 0, create.length);
        fill(row);
        log.insert(7, 65537, SteppedWal.CODEC, row, 0);
        Batch changed = Batch.of(SteppedWal.TYPES, 1);
        changed.columns[0].setLong(0, 77);
        changed.columns[2].setBytes(0, "text".getBytes(StandardCharsets.US_ASCII), 0, 4);
        log.update(7, 65537, SteppedWal.CODEC, new int[] {0, 2}, changed, 0, new int[] {0}, row, 0);
        log.delete(7, 65537);
        log.truncate(7);
        assertTrue(writer.commit(log, 1_234_567) > 0);
        publishAndForce(wal);
        TransactionLog large = writer.begin(6);
        byte[] bytes = "s".repeat(3000).getBytes(StandardCharsets.US_ASCII);
        large.catalog(bytes, 0, bytes.length);
        long mark = large.mark();
        large.delete(7, 1);
        while (large.admit() != WalWriter.OK) {
            step(wal);
        }
        large.rollbackTo(mark);
        large.delete(7, 2);
        while (writer.commit(large, 1_234_568) < 0) {
            step(wal);
        }
        publishAndForce(wal);
        wal.close();
        memory.close();
    }

    private static void fill(Batch row) {
        byte[] bytes = "bytes".getBytes(StandardCharsets.US_ASCII);
        row.columns[0].setLong(0, -2);
        row.columns[1].setLong(0, 3);
        row.columns[2].setNull(0);
        row.columns[3].setDouble(0, 0.5);
        row.columns[4].setLong(0, 1);
        row.columns[5].setLong(0, 0xFFFF_FFFFL);
        row.columns[6].setLong(0, -1);
        row.columns[7].setDouble(0, 1.5);
        row.columns[8].setBytes(0, bytes, 0, bytes.length);
        row.columns[9].setLong(0, 5);
    }

    private static void publishAndForce(Wal wal) {
        wal.writer().publish();
        while (wal.durableLsn().valueAcquire() < wal.writer().endLsn()) {
            wal.flusher().doWork();
        }
    }

    private static void step(Wal wal) {
        try {
            wal.fileAgents()[1].doWork();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The bytes of a file in rows of 16 with their offset; rows like the one before are left out.
     */
    private static String dump(MemoryStorage disk, String name) {
        StringBuilder text = new StringBuilder(name).append('\n');
        try (StorageFile file = disk.openReadOnly(name)) {
            ByteBuffer all = ByteBuffer.allocateDirect((int) file.size());
            file.read(0, all);
            all.flip();
            byte[] row = new byte[16];
            String before = "";
            for (int at = 0; at < all.limit(); at += 16) {
                int count = Math.min(16, all.limit() - at);
                all.get(at, row, 0, count);
                String hex = HexFormat.of().formatHex(row, 0, count);
                if (!hex.equals(before)) {
                    text.append(HexFormat.of().toHexDigits(at, 6))
                            .append("  ")
                            .append(hex)
                            .append('\n');
                }
                before = hex;
            }
        }
        return text.toString();
    }

    private static String golden() throws IOException {
        try (InputStream in = WalFormatTest.class.getResourceAsStream("wal-format-1.hex")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
