package io.omendb.engine.api;

/** What became of a call to {@link Execution#advance}. */
public enum Progress {
    /** The statement has ended. */
    DONE,
    /** As many rows as were asked for were delivered; there may be more. */
    SUSPENDED,
    /** The sink took fewer rows than there were: advance again when it has room. */
    SINK_FULL,
    /** The session's {@link Wakeup} says when to advance again. */
    WAITING,
    /** Data of COPY FROM STDIN is needed. */
    COPY_IN
}
