package io.omendb.pgwire.codec;

import java.nio.charset.StandardCharsets;

/** The severity of an ErrorResponse or NoticeResponse. */
public enum Severity {
    FATAL,
    ERROR,
    WARNING,
    NOTICE,
    INFO,
    LOG,
    DEBUG;

    private final byte[] ascii = name().getBytes(StandardCharsets.US_ASCII);

    byte[] ascii() {
        return ascii;
    }
}
