package io.omendb.sql.types;

/** Where codecs write: a growing array, a vector, or a connection's send buffer. */
public interface ByteSink {
    void put(byte b);

    void put(byte[] source, int offset, int length);
}
