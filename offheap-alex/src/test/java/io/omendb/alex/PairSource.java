package io.omendb.alex;

import java.util.Iterator;

/** Pairs of a collection, for a load. */
final class PairSource implements LongPairSource {
    private final Iterator<Pair> pairs;
    private Pair current = new Pair(0, 0);

    PairSource(Iterator<Pair> pairs) {
        this.pairs = pairs;
    }

    @Override
    public boolean next() {
        if (!pairs.hasNext()) {
            return false;
        }
        current = pairs.next();
        return true;
    }

    @Override
    public long key() {
        return current.key();
    }

    @Override
    public long payload() {
        return current.payload();
    }
}
