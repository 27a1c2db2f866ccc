package io.omendb.perf.demo;

import io.omendb.perf.site.ProgressLine;

/** Commits acknowledged to any client, counted where the clients are. */
final class CommitCount {
    private final ProgressLine progress;
    private long count;
    private boolean failed;

    CommitCount(ProgressLine progress) {
        this.progress = progress;
    }

    /** Any client: one more commit was acknowledged. */
    synchronized void add() {
        count++;
        progress.reached(count);
        notifyAll();
    }

    /** Any client: it cannot go on, so that nobody should wait for its commits. */
    synchronized void fail() {
        failed = true;
        notifyAll();
    }

    /** Waits until so many were acknowledged, or a client failed. */
    synchronized void await(long least) throws InterruptedException {
        while (count < least && !failed) {
            wait();
        }
    }

    synchronized long total() {
        return count;
    }
}
