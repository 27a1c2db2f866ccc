package io.omendb.alex;

/**
 * The keys of an index's payloads, where they are kept anyway: a column of the table that the index
 * is for. Keys that ascend with the payloads by ones are not kept by the index once more.
 *
 * <p>Where a payload's key is about to change, {@link AlexIndex#detach} comes first.
 */
public interface RowKeys {

    /** Nothing is kept anywhere else. */
    RowKeys NONE =
            new RowKeys() {
                @Override
                public boolean isSettled(long payload) {
                    return false;
                }

                @Override
                public Reader reader() {
                    return payload -> {
                        throw new IllegalStateException("no key of " + payload + " is kept");
                    };
                }
            };

    /**
     * Whether the key of a payload is there, and stays what it is until it is detached. Thread:
     * writer.
     */
    boolean isSettled(long payload);

    /** What one thread reads keys with. */
    Reader reader();

    /** Reads keys; of one thread, which is inside an epoch, or the writer. */
    @FunctionalInterface
    interface Reader {
        /**
         * The key of a payload that was settled. If the payload was detached or removed meanwhile,
         * any number: whoever asks looks at the node's version afterwards.
         */
        long key(long payload);
    }
}
