package io.omendb.pgwire.net;

/** What an IO thread does, as its step log tells it apart. */
enum IoStep {
    /** Reading from the sockets, decoding, planning, short reads, and sending. */
    ROUND
}
