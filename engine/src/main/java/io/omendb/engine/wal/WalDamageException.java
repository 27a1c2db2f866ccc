package io.omendb.engine.wal;

/**
 * The log is damaged where it was durable: what was acknowledged cannot be recovered from it.
 * Nothing was changed.
 */
public final class WalDamageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long offset;

    WalDamageException(String file, long offset, String what) {
        super(
                "write-ahead log is damaged: file \""
                        + file
                        + "\" at offset "
                        + offset
                        + ": "
                        + what
                        + "; restore the file from a copy");
        this.file = file;
        this.offset = offset;
    }

    /** The damaged file, relative to the database's directory. */
    public String file() {
        return file;
    }

    /** Where in it. */
    public long offset() {
        return offset;
    }
}
