package io.omendb.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A lock file that holds the process id of its owner. The operating system's lock keeps other
 * processes out and ends with the process. Within this one a set of directories does: POSIX drops
 * all locks of a process on a file when it closes any descriptor of it, so a second attempt must
 * not even open the file.
 */
final class DirectoryLock implements StorageLock {
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    static DirectoryLock take(Path root, Path file) {
        Path directory;
        try {
            directory = root.toRealPath();
        } catch (IOException e) {
            throw FileStorage.failure("lock", file, e);
        }
        if (!HELD_HERE.add(directory)) {
            throw locked(directory, Long.toString(ProcessHandle.current().pid()));
        }
        @Nullable FileChannel channel = null;
        boolean held = false;
        try {
            channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw locked(directory, Files.readString(file, StandardCharsets.US_ASCII).strip());
            }
            channel.truncate(0);
            String pid = ProcessHandle.current().pid() + "\n";
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
            held = true;
            return new DirectoryLock(directory, channel);
        } catch (IOException e) {
            throw FileStorage.failure("lock", file, e);
        } finally {
            if (!held) {
                HELD_HERE.remove(directory);
                closeUnheld(channel);
            }
        }
    }

    private static void closeUnheld(@Nullable FileChannel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new StorageException(
                    StorageException.Reason.FAILED,
                    "could not close lock file: " + e.getMessage(),
                    e);
        }
    }

    private static StorageException locked(Path directory, String pid) {
        String owner = pid.isEmpty() ? "another process" : "process " + pid;
        return new StorageException(
                StorageException.Reason.LOCKED,
                "data directory \"" + directory + "\" is in use by " + owner,
                null);
    }

    @Override
    public void close() {
        try {
            channel.close(); // and with it the lock; the file stays, since deleting it would race
            // with the next owner
        } catch (IOException e) {
            throw FileStorage.failure("unlock", directory, e);
        } finally {
            HELD_HERE.remove(directory);
        }
    }
}
