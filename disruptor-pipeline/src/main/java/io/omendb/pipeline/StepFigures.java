package io.omendb.pipeline;

/**
 * What a thread's steps of one kind came to since it began.
 *
 * @param step the kind, in words
 * @param count how many there were
 * @param totalNs what they took together, in nanoseconds
 * @param longestNs what the longest took, in nanoseconds
 */
public record StepFigures(String step, long count, long totalNs, long longestNs) {}
