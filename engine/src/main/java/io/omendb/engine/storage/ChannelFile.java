package io.omendb.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of the file system. An operation is complete when its submission returns; nothing is
 * allocated for it.
 */
final class ChannelFile implements StorageFile {
    private final String name;
    private final Path path;
    private final FileChannel channel;

    private int result = DONE;
    private @Nullable StorageException failure;

    ChannelFile(String name, Path path, FileChannel channel) {
        this.name = name;
        this.path = path;
        this.channel = channel;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw FileStorage.failure("stat", path, e);
        }
    }

    @Override
    public void submitWrite(long position, ByteBuffer source) {
        try {
            long at = position;
            while (source.hasRemaining()) { // a write may be short: a signal, a nearly full disk
                at += channel.write(source, at);
            }
            result = DONE;
        } catch (IOException e) {
            fail("write", e);
        }
    }

    @Override
    public void submitWrite(long position, ByteBuffer[] sources, int count) {
        long at = position;
        for (int i = 0; i < count; i++) {
            // One positional write per buffer: two at most, where a ring wraps. FileChannel's
            // gathering write would
            // move
            // the channel's position first and allocates per buffer that lies in a closeable arena.
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
        try {
            long at = position;
            while (target.hasRemaining()) {
                int read = channel.read(target, at);
                if (read < 0) {
                    break;
                }
                at += read;
            }
            result = DONE;
        } catch (IOException e) {
            fail("read", e);
        }
    }

    @Override
    public void submitForce(boolean metadata) {
        try {
            channel.force(metadata);
            result = DONE;
        } catch (IOException e) {
            fail("force", e);
        }
    }

    private void fail(String action, IOException cause) {
        StorageException typed = FileStorage.failure(action, path, cause);
        failure = typed;
        result = typed.reason() == StorageException.Reason.DISK_FULL ? DISK_FULL : FAILED;
    }

    @Override
    public int poll() {
        return result;
    }

    @Override
    public StorageException failure() {
        StorageException last = failure;
        if (last == null) {
            throw new IllegalStateException("nothing failed on " + name);
        }
        return last;
    }

    @Override
    public void truncate(long size) {
        try {
            long now = channel.size();
            if (size < now) {
                channel.truncate(size);
            } else if (size > now) {
                channel.write(ByteBuffer.allocateDirect(1), size - 1);
            }
        } catch (IOException e) {
            throw FileStorage.failure("truncate", path, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw FileStorage.failure("close", path, e);
        }
    }
}
