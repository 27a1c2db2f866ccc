package io.omendb.engine.storage;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A file's bytes as they are read now, and what a crash could leave of them: per sector written
 * since the last force the versions that it went through, oldest (the forced one) first. After a
 * force that failed these sectors are dropped: they read as written, but no later force makes them
 * durable, unless they are written again (what Linux does). Guarded by its storage.
 */
final class MemoryFile {
    static final int SECTOR_BYTES = 512;

    private final TreeMap<Integer, List<byte[]>> unforced = new TreeMap<>();
    private final TreeMap<Integer, List<byte[]>> dropped = new TreeMap<>();
    private byte[] bytes = new byte[0];
    private int length;
    private int lengthForced;

    long length() {
        return length;
    }

    void write(long position, ByteBuffer source) {
        int end = Math.toIntExact(position + source.remaining());
        ensure(end);
        int from = Math.toIntExact(position);
        while (source.hasRemaining()) {
            int sector = from / SECTOR_BYTES;
            int count = Math.min(source.remaining(), (sector + 1) * SECTOR_BYTES - from);
            rememberForced(sector);
            source.get(bytes, from, count);
            remember(sector);
            from += count;
        }
        length = Math.max(length, end);
    }

    void read(long position, ByteBuffer target) {
        if (position < length) {
            int from = Math.toIntExact(position);
            target.put(bytes, from, Math.min(target.remaining(), length - from));
        }
    }

    void truncate(long size) {
        int end = Math.toIntExact(size);
        ensure(end);
        for (int sector = end / SECTOR_BYTES; sector * SECTOR_BYTES < length; sector++) {
            rememberForced(sector);
            int from = Math.max(end, sector * SECTOR_BYTES);
            Arrays.fill(bytes, from, Math.min(bytes.length, (sector + 1) * SECTOR_BYTES), (byte) 0);
            remember(sector);
        }
        length = end;
    }

    void force() {
        unforced.clear();
        lengthForced = length;
    }

    void failForce() {
        dropped.putAll(unforced);
        unforced.clear();
    }

    void flipBit(long position, int bit) {
        bytes[Math.toIntExact(position)] ^= (byte) (1 << bit);
    }

    MemoryFile afterCrash(SplittableRandom random) {
        MemoryFile image = new MemoryFile();
        image.bytes = bytes.clone();
        image.length = lengthAfterCrash(random);
        chooseVersions(dropped, image, random);
        chooseVersions(unforced, image, random);
        Arrays.fill(image.bytes, image.length, image.bytes.length, (byte) 0);
        image.lengthForced = image.length;
        return image;
    }

    private static void chooseVersions(
            TreeMap<Integer, List<byte[]>> sectors, MemoryFile image, SplittableRandom random) {
        for (Map.Entry<Integer, List<byte[]>> entry : sectors.entrySet()) {
            List<byte[]> versions = entry.getValue();
            byte[] chosen = versions.get(random.nextInt(versions.size()));
            System.arraycopy(chosen, 0, image.bytes, entry.getKey() * SECTOR_BYTES, SECTOR_BYTES);
        }
    }

    /**
     * A file system notes a new length late, early, or, while it writes one extent after the other,
     * in between.
     */
    private int lengthAfterCrash(SplittableRandom random) {
        if (length == lengthForced) {
            return length;
        }
        int low = Math.min(length, lengthForced);
        int high = Math.max(length, lengthForced);
        return switch (random.nextInt(3)) {
            case 0 -> lengthForced;
            case 1 -> length;
            default -> Math.max(low, random.nextInt(low, high) / SECTOR_BYTES * SECTOR_BYTES);
        };
    }

    private void rememberForced(int sector) {
        List<byte[]> versions = dropped.remove(sector);
        if (versions != null) {
            unforced.put(sector, versions);
        } else if (!unforced.containsKey(sector)) {
            remember(sector);
        }
    }

    private void remember(int sector) {
        int from = sector * SECTOR_BYTES;
        unforced.computeIfAbsent(sector, first -> new ArrayList<>())
                .add(Arrays.copyOfRange(bytes, from, from + SECTOR_BYTES));
    }

    private void ensure(int size) {
        int sectors = (size + SECTOR_BYTES - 1) / SECTOR_BYTES;
        if (sectors * SECTOR_BYTES > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(sectors * SECTOR_BYTES, bytes.length * 2));
        }
    }
}
