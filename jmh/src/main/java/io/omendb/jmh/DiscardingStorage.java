package io.omendb.jmh;

import io.omendb.engine.storage.Storage;
import io.omendb.engine.storage.StorageException;
import io.omendb.engine.storage.StorageFile;
import io.omendb.engine.storage.StorageLock;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeMap;

/** Files that know their length and forget their bytes: a disk that costs nothing. */
final class DiscardingStorage implements Storage {
    private final TreeMap<String, Length> files = new TreeMap<>();

    /** Of a file, shared by all who have it open. */
    private static final class Length {
        private long bytes;
    }

    @Override
    public StorageFile create(String name) {
        Length length = new Length();
        files.put(name, length);
        return new DiscardingFile(name, length);
    }

    @Override
    public StorageFile open(String name) {
        Length length = files.get(name);
        if (length == null) {
            throw new StorageException(
                    StorageException.Reason.NOT_FOUND, "there is no file " + name, null);
        }
        return new DiscardingFile(name, length);
    }

    @Override
    public StorageFile openReadOnly(String name) {
        return open(name);
    }

    @Override
    public boolean exists(String name) {
        return files.containsKey(name);
    }

    @Override
    public List<String> list(String directory) {
        String prefix = directory.isEmpty() ? "" : directory + "/";
        return files.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .toList();
    }

    @Override
    public void delete(String name) {
        files.remove(name);
    }

    @Override
    public void rename(String from, String to) {
        Length length = files.remove(from);
        if (length != null) {
            files.put(to, length);
        }
    }

    @Override
    public void createDirectory(String name) {}

    @Override
    public void syncDirectory(String directory) {}

    @Override
    public StorageLock lock(String name) {
        return () -> {};
    }

    @Override
    public void close() {}

    /** Whatever is submitted has been done. */
    private record DiscardingFile(String name, Length length) implements StorageFile {
        @Override
        public long size() {
            return length.bytes;
        }

        @Override
        public void submitWrite(long position, ByteBuffer source) {
            length.bytes = Math.max(length.bytes, position + source.remaining());
            source.position(source.limit());
        }

        @Override
        public void submitWrite(long position, ByteBuffer[] sources, int count) {
            long at = position;
            for (int i = 0; i < count; i++) {
                int bytes = sources[i].remaining();
                submitWrite(at, sources[i]);
                at += bytes;
            }
        }

        @Override
        public void submitRead(long position, ByteBuffer target) {
            throw new UnsupportedOperationException("the bytes of " + name + " were not kept");
        }

        @Override
        public void submitForce(boolean metadata) {}

        @Override
        public int poll() {
            return DONE;
        }

        @Override
        public StorageException failure() {
            throw new IllegalStateException("nothing fails");
        }

        @Override
        public void truncate(long size) {
            length.bytes = size;
        }

        @Override
        public void close() {}
    }
}
