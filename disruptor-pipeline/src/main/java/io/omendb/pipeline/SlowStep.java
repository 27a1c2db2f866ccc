package io.omendb.pipeline;

/**
 * A step that took long, or a part of one that another interrupted.
 *
 * @param step its kind, in words
 * @param beginNs when it began, by the clock of its thread
 * @param lengthNs what it took, in nanoseconds
 */
public record SlowStep(String step, long beginNs, long lengthNs) {}
