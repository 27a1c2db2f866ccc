package io.omendb.perf.demo;

/** Something that the demo is to show does not hold. The message says what, in one line. */
final class CheckFailedException extends Exception {
    private static final long serialVersionUID = 1;

    CheckFailedException(String message) {
        super(message);
    }
}
