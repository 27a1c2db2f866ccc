package io.omendb.engine.simulation;

import io.omendb.engine.storage.Storage;
import io.omendb.engine.storage.StorageException;
import io.omendb.engine.storage.StorageFile;
import io.omendb.engine.storage.StorageLock;
import java.nio.ByteBuffer;
import java.util.List;

/** Another storage that tells, after each operation that changes it, that there was one. */
final class ObservedStorage implements Storage {
    /** Is told of an operation that has been done, or, if a write or a force, submitted. */
    @FunctionalInterface
    interface Observer {
        void operated(String operation);
    }

    private final Storage inner;
    private final Observer observer;

    ObservedStorage(Storage inner, Observer observer) {
        this.inner = inner;
        this.observer = observer;
    }

    @Override
    public StorageFile create(String name) {
        StorageFile file = new ObservedFile(inner.create(name));
        observer.operated("create " + name);
        return file;
    }

    @Override
    public StorageFile open(String name) {
        return new ObservedFile(inner.open(name));
    }

    @Override
    public StorageFile openReadOnly(String name) {
        return inner.openReadOnly(name);
    }

    @Override
    public boolean exists(String name) {
        return inner.exists(name);
    }

    @Override
    public List<String> list(String directory) {
        return inner.list(directory);
    }

    @Override
    public void delete(String name) {
        inner.delete(name);
        observer.operated("delete " + name);
    }

    @Override
    public void rename(String from, String to) {
        inner.rename(from, to);
        observer.operated("rename " + from + " to " + to);
    }

    @Override
    public void createDirectory(String name) {
        inner.createDirectory(name);
        observer.operated("create directory " + name);
    }

    @Override
    public void syncDirectory(String directory) {
        inner.syncDirectory(directory);
        observer.operated("sync directory " + directory);
    }

    @Override
    public StorageLock lock(String name) {
        return inner.lock(name);
    }

    @Override
    public void close() {
        inner.close();
    }

    private final class ObservedFile implements StorageFile {
        private final StorageFile file;

        ObservedFile(StorageFile file) {
            this.file = file;
        }

        @Override
        public String name() {
            return file.name();
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public void submitWrite(long position, ByteBuffer source) {
            file.submitWrite(position, source);
            observer.operated("write " + name() + " at " + position);
        }

        @Override
        public void submitWrite(long position, ByteBuffer[] sources, int count) {
            file.submitWrite(position, sources, count);
            observer.operated("write " + name() + " at " + position);
        }

        @Override
        public void submitRead(long position, ByteBuffer target) {
            file.submitRead(position, target);
        }

        @Override
        public void submitForce(boolean metadata) {
            file.submitForce(metadata);
            observer.operated("force " + name());
        }

        @Override
        public int poll() {
            return file.poll();
        }

        @Override
        public StorageException failure() {
            return file.failure();
        }

        @Override
        public void truncate(long size) {
            file.truncate(size);
            observer.operated("truncate " + name());
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
