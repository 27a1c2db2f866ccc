package io.omendb.engine.storage;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Files in memory that know what would survive a crash.
 *
 * <p>Each file keeps, for each sector of 512 bytes, what the last force left and all that was
 * written since; {@link #afterCrash} chooses for each sector on its own which of these is on the
 * disk, so that writes are kept, lost, torn and reordered. Each directory keeps the entries that
 * its last sync left and the changes since, of which a crash leaves the first few. After a force
 * that fails nothing makes those writes durable but to write them again.
 *
 * <p>Any thread may use it; one lock guards all.
 */
public final class MemoryStorage implements Storage {
    private final Map<String, Directory> directories = new HashMap<>();
    private long capacityBytes = Long.MAX_VALUE;
    private boolean locked;

    /** An empty storage. */
    public MemoryStorage() {
        directories.put("", new Directory(new TreeMap<>()));
    }

    /**
     * Limits the sum of the files' lengths: a write beyond it finds the disk full. Can be changed
     * at any time.
     */
    public synchronized MemoryStorage capacity(long bytes) {
        capacityBytes = bytes;
        return this;
    }

    /** The sum of the files' lengths. */
    public synchronized long usedBytes() {
        long sum = 0;
        for (Directory directory : directories.values()) {
            for (MemoryFile file : directory.entries.values()) {
                sum += file.length();
            }
        }
        return sum;
    }

    /**
     * What is on the disk when the machine stops now: a new storage, whose choices come from {@code
     * random}.
     */
    public synchronized MemoryStorage afterCrash(SplittableRandom random) {
        MemoryStorage image = new MemoryStorage();
        Map<MemoryFile, MemoryFile> files = new HashMap<>();
        // In order of the names: the choices must depend on nothing but the seed.
        new TreeMap<>(directories)
                .forEach((name, directory) -> {
                    TreeMap<String, MemoryFile> entries = new TreeMap<>();
                    directory
                            .entriesAfterCrash(random)
                            .forEach((entry, file) ->
                                    entries.put(
                                            entry,
                                            files.computeIfAbsent(
                                                    file, kept -> kept.afterCrash(random))));
                    image.directories.put(name, new Directory(entries));
                });
        image.capacityBytes = capacityBytes;
        return image;
    }

    /** Turns one bit of a file over, behind everyone's back: rot. */
    public synchronized void flipBit(String name, long position, int bit) {
        find(name).flipBit(position, bit);
    }

    @Override
    public synchronized StorageFile create(String name) {
        Directory directory = directory(parent(name));
        if (directory.entries.containsKey(leaf(name))) {
            throw new StorageException(
                    StorageException.Reason.EXISTS,
                    "could not create file \"" + name + "\": it exists",
                    null);
        }
        MemoryFile file = new MemoryFile();
        directory.change(new EntryChange(leaf(name), null, file));
        return new Handle(name, file, true);
    }

    @Override
    public synchronized StorageFile open(String name) {
        return new Handle(name, find(name), true);
    }

    @Override
    public synchronized StorageFile openReadOnly(String name) {
        return new Handle(name, find(name), false);
    }

    @Override
    public synchronized boolean exists(String name) {
        Directory directory = directories.get(parent(name));
        return directory != null && directory.entries.containsKey(leaf(name));
    }

    @Override
    public synchronized List<String> list(String directory) {
        Directory found = directories.get(directory);
        return found == null ? new ArrayList<>() : new ArrayList<>(found.entries.keySet());
    }

    @Override
    public synchronized void delete(String name) {
        find(name);
        directory(parent(name)).change(new EntryChange(leaf(name), null, null));
    }

    @Override
    public synchronized void rename(String from, String to) {
        if (!parent(from).equals(parent(to))) {
            throw new IllegalArgumentException("rename between directories: " + from + ", " + to);
        }
        directory(parent(from)).change(new EntryChange(leaf(to), leaf(from), find(from)));
    }

    @Override
    public synchronized void createDirectory(String name) {
        directories.computeIfAbsent(name, made -> new Directory(new TreeMap<>()));
    }

    @Override
    public synchronized void syncDirectory(String directory) {
        directory(directory).sync();
    }

    @Override
    public synchronized StorageLock lock(String name) {
        if (locked) {
            throw new StorageException(
                    StorageException.Reason.LOCKED,
                    "data directory is in use by process " + ProcessHandle.current().pid(),
                    null);
        }
        locked = true;
        return this::unlock;
    }

    private synchronized void unlock() {
        locked = false;
    }

    @Override
    public void close() {
        // The files live as long as this object.
    }

    private MemoryFile find(String name) {
        MemoryFile file = directory(parent(name)).entries.get(leaf(name));
        if (file == null) {
            throw notFound(name);
        }
        return file;
    }

    private Directory directory(String name) {
        Directory directory = directories.get(name);
        if (directory == null) {
            throw notFound(name);
        }
        return directory;
    }

    private static StorageException notFound(String name) {
        return new StorageException(
                StorageException.Reason.NOT_FOUND, "file \"" + name + "\" does not exist", null);
    }

    private static String parent(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }

    private static String leaf(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /**
     * A change of a directory: {@code name} becomes {@code file} (null: goes), and {@code
     * renamedFrom} goes.
     */
    private record EntryChange(
            String name, @Nullable String renamedFrom, @Nullable MemoryFile file) {
        void applyTo(Map<String, MemoryFile> entries) {
            if (renamedFrom != null) {
                entries.remove(renamedFrom);
            }
            if (file == null) {
                entries.remove(name);
            } else {
                entries.put(name, file);
            }
        }
    }

    /**
     * The entries as everyone sees them, as the last sync left them, and what changed in between,
     * in order.
     */
    private static final class Directory {
        final TreeMap<String, MemoryFile> entries;
        private TreeMap<String, MemoryFile> synced;
        private final List<EntryChange> unsynced = new ArrayList<>();

        Directory(TreeMap<String, MemoryFile> entries) {
            this.entries = entries;
            this.synced = new TreeMap<>(entries);
        }

        void change(EntryChange change) {
            change.applyTo(entries);
            unsynced.add(change);
        }

        void sync() {
            synced = new TreeMap<>(entries);
            unsynced.clear();
        }

        TreeMap<String, MemoryFile> entriesAfterCrash(SplittableRandom random) {
            TreeMap<String, MemoryFile> kept = new TreeMap<>(synced);
            int count = random.nextInt(unsynced.size() + 1);
            for (int i = 0; i < count; i++) {
                unsynced.get(i).applyTo(kept);
            }
            return kept;
        }
    }

    /** An opened file. */
    private final class Handle implements StorageFile, ForceFailure {
        private final String name;
        private final MemoryFile file;
        private final boolean writable;
        private int result = DONE;

        Handle(String name, MemoryFile file, boolean writable) {
            this.name = name;
            this.file = file;
            this.writable = writable;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long size() {
            synchronized (MemoryStorage.this) {
                return file.length();
            }
        }

        @Override
        public void submitWrite(long position, ByteBuffer source) {
            requireWritable();
            synchronized (MemoryStorage.this) {
                long growth = position + source.remaining() - file.length();
                if (growth > 0 && capacityBytes - usedBytes() < growth) {
                    result = DISK_FULL;
                    return;
                }
                file.write(position, source);
                result = DONE;
            }
        }

        @Override
        public void submitWrite(long position, ByteBuffer[] sources, int count) {
            long at = position;
            for (int i = 0; i < count; i++) {
                int length = sources[i].remaining();
                submitWrite(at, sources[i]);
                if (result != DONE) {
                    return;
                }
                at += length;
            }
        }

        @Override
        public void submitRead(long position, ByteBuffer target) {
            synchronized (MemoryStorage.this) {
                file.read(position, target);
                result = DONE;
            }
        }

        @Override
        public void submitForce(boolean metadata) {
            requireWritable();
            synchronized (MemoryStorage.this) {
                file.force();
                result = DONE;
            }
        }

        @Override
        public void failForce() {
            synchronized (MemoryStorage.this) {
                file.failForce();
            }
        }

        @Override
        public int poll() {
            return result;
        }

        @Override
        public StorageException failure() {
            return new StorageException(
                    StorageException.Reason.DISK_FULL,
                    "could not write file \"" + name + "\": No space left on device",
                    null);
        }

        @Override
        public void truncate(long size) {
            requireWritable();
            synchronized (MemoryStorage.this) {
                file.truncate(size);
            }
        }

        private void requireWritable() {
            if (!writable) {
                throw new IllegalStateException(name + " was opened for reading");
            }
        }

        @Override
        public void close() {
            // The bytes stay.
        }
    }
}
