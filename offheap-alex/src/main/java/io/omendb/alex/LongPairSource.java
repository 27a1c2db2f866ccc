package io.omendb.alex;

/** A stream of (key, payload), by ascending key and, among equal keys, ascending payload. */
public interface LongPairSource {

    /** Moves to the next pair; false after the last. */
    boolean next();

    long key();

    long payload();
}
