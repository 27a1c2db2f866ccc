package io.omendb.pipeline;

/**
 * Spins for ever: lowest latency, one core per thread. It never sleeps, so waking it is nothing.
 */
final class SpinningIdle implements WakeableIdle {
    @Override
    public void idle(int workCount) {
        if (workCount <= 0) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void idle() {
        Thread.onSpinWait();
    }

    @Override
    public void reset() {
        // Nothing is kept between rounds.
    }

    @Override
    public void wake() {
        // Never asleep.
    }

    @Override
    public String alias() {
        return "spin";
    }
}
