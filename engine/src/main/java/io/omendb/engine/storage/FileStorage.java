package io.omendb.engine.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A directory of the file system, through FileChannel. Submitting does the operation at once, so a
 * thread that submits waits for the disk.
 */
public final class FileStorage implements Storage {
    private static final long ROOM_BYTES_MIN = 1 << 20;

    private final Path root;

    /** Uses a directory, making it and those above it if they are not there. */
    public FileStorage(Path root) {
        this.root = root.toAbsolutePath().normalize();
        createDirectory("");
    }

    /** The directory. */
    public Path root() {
        return root;
    }

    @Override
    public StorageFile create(String name) {
        return open(
                name,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    @Override
    public StorageFile open(String name) {
        return open(name, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public StorageFile openReadOnly(String name) {
        return open(name, StandardOpenOption.READ);
    }

    private StorageFile open(String name, OpenOption... options) {
        Path path = path(name);
        try {
            return new ChannelFile(name, path, FileChannel.open(path, options));
        } catch (IOException e) {
            throw failure("open", path, e);
        }
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(path(name));
    }

    @Override
    public List<String> list(String directory) {
        Path path = path(directory);
        List<String> names = new ArrayList<>();
        if (!Files.isDirectory(path)) {
            return names;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, Files::isRegularFile)) {
            for (Path entry : entries) {
                names.add(String.valueOf(entry.getFileName()));
            }
        } catch (IOException e) {
            throw failure("list", path, e);
        } catch (DirectoryIteratorException e) {
            throw failure("list", path, Objects.requireNonNull(e.getCause()));
        }
        Collections.sort(names);
        return names;
    }

    @Override
    public void delete(String name) {
        Path path = path(name);
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw failure("delete", path, e);
        }
    }

    @Override
    public void rename(String from, String to) {
        Path path = path(from);
        try {
            Files.move(
                    path,
                    path(to),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failure("rename", path, e);
        }
    }

    @Override
    public void createDirectory(String name) {
        Path path = path(name);
        try {
            Path missing = path;
            List<Path> parents = new ArrayList<>();
            while (missing != null && !Files.isDirectory(missing)) {
                missing = missing.getParent();
                parents.add(missing);
            }
            Files.createDirectories(path);
            for (Path parent : parents) {
                if (parent != null) {
                    sync(parent);
                }
            }
        } catch (IOException e) {
            throw failure("create directory", path, e);
        }
    }

    @Override
    public void syncDirectory(String directory) {
        Path path = path(directory);
        try {
            sync(path);
        } catch (IOException e) {
            throw failure("sync directory", path, e);
        }
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public StorageLock lock(String name) {
        return DirectoryLock.take(root, path(name));
    }

    @Override
    public void close() {
        // Files and locks belong to who opened them.
    }

    private Path path(String name) {
        Path path = root.resolve(name).normalize();
        if (!path.startsWith(root)) {
            throw new IllegalArgumentException("outside of the directory: " + name);
        }
        return path;
    }

    /** Names what was tried on which file, and sorts the cause by what can be done about it. */
    static StorageException failure(String action, Path path, IOException cause) {
        StorageException.Reason reason =
                switch (cause) {
                    case NoSuchFileException e -> StorageException.Reason.NOT_FOUND;
                    case FileAlreadyExistsException e -> StorageException.Reason.EXISTS;
                    case AccessDeniedException e -> StorageException.Reason.DENIED;
                    default ->
                            isDiskFull(path, cause)
                                    ? StorageException.Reason.DISK_FULL
                                    : StorageException.Reason.FAILED;
                };
        String what = cause.getMessage();
        return new StorageException(
                reason,
                "could not "
                        + action
                        + " file \""
                        + path
                        + "\": "
                        + (what == null ? cause.toString() : what),
                cause);
    }

    /**
     * Java does not hand the error number out. Its text is the C library's, which follows the
     * locale in some environments; then the room that is left decides.
     */
    private static boolean isDiskFull(Path path, IOException cause) {
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("no space left") || text.contains("quota exceeded")) {
            return true;
        }
        try {
            Path existing = Files.exists(path) ? path : path.getParent();
            return existing != null
                    && Files.getFileStore(existing).getUsableSpace() < ROOM_BYTES_MIN;
        } catch (IOException e) {
            cause.addSuppressed(e);
            return false;
        }
    }
}
