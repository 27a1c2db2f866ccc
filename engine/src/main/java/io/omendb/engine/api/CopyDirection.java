package io.omendb.engine.api;

/** Whether a statement moves data through the client's connection beside rows, and which way. */
public enum CopyDirection {
    NONE,
    FROM_CLIENT,
    TO_CLIENT
}
