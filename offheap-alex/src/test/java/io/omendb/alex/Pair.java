package io.omendb.alex;

/** A key and one of its payloads, in the order of an index. */
record Pair(long key, long payload) implements Comparable<Pair> {
    @Override
    public int compareTo(Pair other) {
        int byKey = Long.compare(key, other.key);
        return byKey != 0 ? byKey : Long.compare(payload, other.payload);
    }
}
