package io.omendb.engine.storage;

import java.util.List;

/**
 * One directory of files that belong to one database. Names are relative, parts separated by {@code
 * /}.
 *
 * <p>What survives a crash: the bytes of a file that a successful force followed, and the entries
 * of a directory that a successful {@link #syncDirectory} followed. Creating, renaming and deleting
 * are not durable before that, in the order in which they were done; a rename is done wholly or not
 * at all.
 *
 * <p>All methods but those of {@link StorageFile} that submit may block; only threads that may wait
 * for a disk call them. Failures are {@link StorageException}.
 */
public interface Storage extends AutoCloseable {
    /** Makes a new empty file, which must not exist, for reading and writing. */
    StorageFile create(String name);

    /** Opens a file that exists for reading and writing. */
    StorageFile open(String name);

    /** Opens a file that exists for reading. */
    StorageFile openReadOnly(String name);

    /** Whether there is a file of this name. */
    boolean exists(String name);

    /**
     * The names, without the directory's, of the files in a directory ("" is the root), sorted;
     * maybe none.
     */
    List<String> list(String directory);

    /** Removes a file, which must exist. */
    void delete(String name);

    /** Renames a file, replacing what has the new name. Both names lie in the same directory. */
    void rename(String from, String to);

    /** Makes a directory and those above it, durably, if they are not there. */
    void createDirectory(String name);

    /** Makes the entries of a directory ("" is the root) durable. */
    void syncDirectory(String directory);

    /**
     * Takes the directory for this process until the lock is closed; fails with LOCKED naming who
     * holds it.
     */
    StorageLock lock(String name);

    /** Frees what the storage holds; the files opened from it are closed by their owners. */
    @Override
    void close();
}
