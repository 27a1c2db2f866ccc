package io.omendb.engine.simulation;

import org.jspecify.annotations.Nullable;

/**
 * At which operations of a life crashes are tried, and what comes after them.
 *
 * @param every a crash at every so many-th operation; 0 for none
 * @param images how many ways to lose what was not forced, for each
 * @param statements how many statements the life has
 * @param livesEvery every so many-th crash is followed by another life, the others by a look at what is there
 * @param after the life after a crash, or null
 */
record CrashDepth(int every, int images, int statements, int livesEvery, @Nullable CrashDepth after) {
    boolean isCrashed(int operation) {
        return every != 0 && operation % every == 0;
    }

    @Nullable CrashDepth next(int crash) {
        return after != null && crash % livesEvery == 0 ? after : null;
    }
}
