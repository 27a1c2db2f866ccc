package io.omendb.engine.storage;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Another storage with faults after a plan. What is random in it comes from the seed given. */
public final class FaultyStorage implements Storage {
    private final Storage inner;
    private final FaultPlan plan;
    private final SplittableRandom random;

    /** Does what the other one does, as long as the plan lets it. */
    public FaultyStorage(Storage inner, FaultPlan plan, long seed) {
        this.inner = inner;
        this.plan = plan;
        this.random = new SplittableRandom(seed);
    }

    @Override
    public StorageFile create(String name) {
        return new FaultyFile(changing(() -> inner.create(name)));
    }

    @Override
    public StorageFile open(String name) {
        plan.requireAlive();
        return new FaultyFile(inner.open(name));
    }

    @Override
    public StorageFile openReadOnly(String name) {
        plan.requireAlive();
        return new FaultyFile(inner.openReadOnly(name));
    }

    @Override
    public boolean exists(String name) {
        plan.requireAlive();
        return inner.exists(name);
    }

    @Override
    public List<String> list(String directory) {
        plan.requireAlive();
        return inner.list(directory);
    }

    @Override
    public void delete(String name) {
        changing(() -> inner.delete(name));
    }

    @Override
    public void rename(String from, String to) {
        changing(() -> inner.rename(from, to));
    }

    @Override
    public void createDirectory(String name) {
        changing(() -> inner.createDirectory(name));
    }

    @Override
    public void syncDirectory(String directory) {
        changing(() -> inner.syncDirectory(directory));
    }

    @Override
    public StorageLock lock(String name) {
        plan.requireAlive();
        return inner.lock(name);
    }

    @Override
    public void close() {
        inner.close();
    }

    private void changing(Runnable operation) {
        changing(() -> {
            operation.run();
            return "";
        });
    }

    private <T> T changing(Supplier<T> operation) {
        if (plan.diesNow()) {
            if (toss()) {
                var _ = operation.get();
            }
            throw plan.death();
        }
        return operation.get();
    }

    private synchronized boolean toss() {
        return random.nextBoolean();
    }

    private synchronized int below(int bound) {
        return bound == 0 ? 0 : random.nextInt(bound);
    }

    /** A file whose operations the plan may kill, fail or delay. */
    private final class FaultyFile implements StorageFile {
        private final StorageFile file;
        private int pollsLeft;
        private @Nullable StorageException injected;

        FaultyFile(StorageFile file) {
            this.file = file;
        }

        @Override
        public String name() {
            return file.name();
        }

        @Override
        public long size() {
            plan.requireAlive();
            return file.size();
        }

        @Override
        public void submitWrite(long position, ByteBuffer source) {
            beginWrite();
            if (plan.diesNow()) {
                file.submitWrite(
                        position, source); // not forced: how much of it remains, the crash decides
                throw plan.death();
            }
            if (injected == null) {
                file.submitWrite(position, source);
            }
        }

        @Override
        public void submitWrite(long position, ByteBuffer[] sources, int count) {
            beginWrite();
            if (plan.diesNow()) {
                file.submitWrite(position, sources, count);
                throw plan.death();
            }
            if (injected == null) {
                file.submitWrite(position, sources, count);
            }
        }

        private void beginWrite() {
            begin(
                    plan.writeFails()
                            ? "could not write file \"" + name() + "\": injected failure"
                            : null);
        }

        @Override
        public void submitForce(boolean metadata) {
            begin(
                    plan.forceFails()
                            ? "could not force file \"" + name() + "\": injected failure"
                            : null);
            if (plan.diesNow()) {
                if (toss()) {
                    file.submitForce(metadata);
                }
                throw plan.death();
            }
            if (injected == null) {
                file.submitForce(metadata);
            } else if (file instanceof ForceFailure failing) {
                failing.failForce();
            }
        }

        @Override
        public void submitRead(long position, ByteBuffer target) {
            plan.requireAlive();
            begin(null);
            file.submitRead(position, target);
        }

        private void begin(@Nullable String failure) {
            pollsLeft = below(plan.pollsDelayedMax() + 1);
            injected =
                    failure == null
                            ? null
                            : new StorageException(StorageException.Reason.FAILED, failure, null);
        }

        @Override
        public int poll() {
            plan.requireAlive();
            if (pollsLeft > 0) {
                pollsLeft--;
                return PENDING;
            }
            return injected != null ? FAILED : file.poll();
        }

        @Override
        public StorageException failure() {
            return injected != null ? injected : file.failure();
        }

        @Override
        public void truncate(long size) {
            changing(() -> file.truncate(size));
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
