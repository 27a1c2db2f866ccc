package io.omendb.engine.simulation;

import io.omendb.engine.storage.Storage;
import io.omendb.engine.storage.StorageException;
import io.omendb.engine.storage.StorageFile;
import io.omendb.engine.storage.StorageLock;
import java.nio.ByteBuffer;
import java.util.List;

/** Another storage that tells, before and after each operation that changes it, that there is one. */
final class ObservedStorage implements Storage {
    /** Who is told. */
    interface Observer {
        /** An operation, or the look at one's completion, comes now. */
        void operating();

        /** An operation has been done, or, if a write or a force, submitted. */
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
        observer.operating();
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
        observer.operating();
        inner.delete(name);
        observer.operated("delete " + name);
    }

    @Override
    public void rename(String from, String to) {
        observer.operating();
        inner.rename(from, to);
        observer.operated("rename " + from + " to " + to);
    }

    @Override
    public void createDirectory(String name) {
        observer.operating();
        inner.createDirectory(name);
        observer.operated("create directory " + name);
    }

    @Override
    public void syncDirectory(String directory) {
        observer.operating();
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
            observer.operating();
            file.submitWrite(position, source);
            observer.operated("write " + name() + " at " + position);
        }

        @Override
        public void submitWrite(long position, ByteBuffer[] sources, int count) {
            observer.operating();
            file.submitWrite(position, sources, count);
            observer.operated("write " + name() + " at " + position);
        }

        @Override
        public void submitRead(long position, ByteBuffer target) {
            file.submitRead(position, target);
        }

        @Override
        public void submitForce(boolean metadata) {
            observer.operating();
            file.submitForce(metadata);
            observer.operated("force " + name());
        }

        @Override
        public int poll() {
            observer.operating();
            return file.poll();
        }

        @Override
        public StorageException failure() {
            return file.failure();
        }

        @Override
        public void truncate(long size) {
            observer.operating();
            file.truncate(size);
            observer.operated("truncate " + name());
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
