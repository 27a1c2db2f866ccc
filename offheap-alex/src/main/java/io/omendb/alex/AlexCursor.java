package io.omendb.alex;

import io.omendb.offheap.Epochs;

/**
 * A reader's position among the pairs of an index, in the order of keys and, within a key, of
 * payloads. Of one thread; allocates nothing once it is made.
 *
 * <p>The caller is inside an epoch during each call. It may renew it, leave it, and change the
 * index (if it is the writer) between calls: the cursor then finds its place again from key and
 * payload. A pair that is there during the whole of an iteration is met exactly once; one that
 * comes or goes meanwhile is met at most once.
 */
public final class AlexCursor {

    private final AlexIndex index;
    private final Epochs epochs;
    private final TreeCursor entry;
    private final TreeCursor inTree;
    private long key;
    private long payload;

    /**
     * The list of the current key; 0 if it has one payload. Followed only while the epoch stands
     * still.
     */
    private long list;

    private boolean isTree;
    private int indexInFlat;
    private long epoch;

    AlexCursor(AlexIndex index, Epochs epochs, RowKeys.Reader rows) {
        this.index = index;
        this.epochs = epochs;
        this.entry = new TreeCursor(epochs, rows);
        this.inTree = new TreeCursor(epochs, RowKeys.NONE.reader());
    }

    /** Goes to the first pair with a key not below {@code wanted}; false if there is none. */
    public boolean seek(long wanted) {
        epoch = epochs.current();
        return forward(entry.seekCeiling(index.rootCell(), wanted));
    }

    /** Goes to the last pair with a key not above {@code wanted}; false if there is none. */
    public boolean seekLast(long wanted) {
        epoch = epochs.current();
        return backward(entry.seekFloor(index.rootCell(), wanted));
    }

    /**
     * Goes to the first pair with exactly this key; false if there is none, and then there is no
     * position.
     */
    public boolean find(long wanted) {
        epoch = epochs.current();
        return entry.find(index.rootCell(), wanted) && enter(Long.MIN_VALUE);
    }

    /** Goes to the next pair; false, and without a position, after the last. */
    public boolean next() {
        if (list == 0) {
            epoch = epochs.current();
            return forward(entry.next());
        }
        if (epochs.current() != epoch) {
            return seekAfter();
        }
        if (isTree) {
            if (inTree.next()) {
                payload = inTree.key();
                return true;
            }
        } else if (indexInFlat + 1 < PayloadLists.flatCount(list)) {
            payload = PayloadLists.flatPayload(list, ++indexInFlat);
            return true;
        }
        return forward(entry.next());
    }

    /**
     * Goes on over pairs, as so many calls of {@link #next()} do, but with less work for each.
     *
     * @param keysOut their keys, {@code payloadsOut} their payloads
     * @param from the first place of both that is filled, {@code to} is the one behind the last
     * @return the place behind the last that was filled; below {@code to} only at the end, and then
     *     there is no position, and the places from there to {@code to} hold anything
     */
    public int next(long[] keysOut, long[] payloadsOut, int from, int to) {
        int at = from;
        while (at < to) {
            if (list == 0) {
                epoch = epochs.current();
                at = entry.readOn(keysOut, payloadsOut, at, to);
                key = entry.key();
                payload = entry.word();
            }
            if (at == to || !next()) {
                break;
            }
            keysOut[at] = key;
            payloadsOut[at++] = payload;
        }
        return at;
    }

    /** Goes to the previous pair; false, and without a position, before the first. */
    public boolean previous() {
        if (list == 0) {
            epoch = epochs.current();
            return backward(entry.previous());
        }
        if (epochs.current() != epoch) {
            return seekBefore();
        }
        if (isTree) {
            if (inTree.previous()) {
                payload = inTree.key();
                return true;
            }
        } else if (indexInFlat > 0) {
            payload = PayloadLists.flatPayload(list, --indexInFlat);
            return true;
        }
        return backward(entry.previous());
    }

    public long key() {
        return key;
    }

    public long payload() {
        return payload;
    }

    /**
     * Looks up {@code n} keys: whether each is there, and its least payload. Independent of the
     * cursor's position, which is lost.
     */
    public void getBatch(long[] keys, int n, long[] payloadsOut, boolean[] foundOut) {
        epoch = epochs.current();
        for (int from = 0; from < n; from += TreeCursor.BATCH_MAX) {
            int count = Math.min(TreeCursor.BATCH_MAX, n - from);
            entry.prepare(index.rootCell(), keys, from, count);
            for (int i = 0; i < count; i++) {
                boolean found = entry.findPrepared(i, keys[from + i]) && enter(Long.MIN_VALUE);
                foundOut[from + i] = found;
                if (found) {
                    payloadsOut[from + i] = payload;
                }
            }
        }
    }

    private boolean forward(boolean positioned) {
        boolean found = positioned;
        while (found && !enter(Long.MIN_VALUE)) {
            found = entry.next();
        }
        return found;
    }

    private boolean backward(boolean positioned) {
        boolean found = positioned;
        while (found && !enterFromEnd(Long.MAX_VALUE)) {
            found = entry.previous();
        }
        return found;
    }

    /** The pair after the last one met, whose list may be gone. */
    private boolean seekAfter() {
        epoch = epochs.current();
        boolean found = entry.seekCeiling(index.rootCell(), key);
        if (found && entry.key() == key && (payload == Long.MAX_VALUE || !enter(payload + 1))) {
            found = entry.next();
        } else if (found && entry.key() == key) {
            return true;
        }
        return forward(found);
    }

    private boolean seekBefore() {
        epoch = epochs.current();
        boolean found = entry.seekFloor(index.rootCell(), key);
        if (found
                && entry.key() == key
                && (payload == Long.MIN_VALUE || !enterFromEnd(payload - 1))) {
            found = entry.previous();
        } else if (found && entry.key() == key) {
            return true;
        }
        return backward(found);
    }

    /** Goes to the first payload of the current entry that is not below {@code least}. */
    private boolean enter(long least) {
        key = entry.key();
        if (!entry.isList()) {
            list = 0;
            payload = entry.word();
            return payload >= least;
        }
        list = PayloadLists.listOf(entry.word());
        isTree = PayloadLists.isTree(list);
        if (isTree) {
            boolean found = inTree.seekCeiling(list + PayloadLists.ROOT_CELL, least);
            payload = inTree.key();
            return found;
        }
        int count = PayloadLists.flatCount(list);
        indexInFlat = PayloadLists.flatCeiling(list, count, least);
        if (indexInFlat == count) {
            return false;
        }
        payload = PayloadLists.flatPayload(list, indexInFlat);
        return true;
    }

    /** Goes to the last payload of the current entry that is not above {@code greatest}. */
    private boolean enterFromEnd(long greatest) {
        key = entry.key();
        if (!entry.isList()) {
            list = 0;
            payload = entry.word();
            return payload <= greatest;
        }
        list = PayloadLists.listOf(entry.word());
        isTree = PayloadLists.isTree(list);
        if (isTree) {
            boolean found = inTree.seekFloor(list + PayloadLists.ROOT_CELL, greatest);
            payload = inTree.key();
            return found;
        }
        int count = PayloadLists.flatCount(list);
        int above =
                greatest == Long.MAX_VALUE
                        ? count
                        : PayloadLists.flatCeiling(list, count, greatest + 1);
        if (above == 0) {
            return false;
        }
        indexInFlat = above - 1;
        payload = PayloadLists.flatPayload(list, indexInFlat);
        return true;
    }
}
