package io.omendb.pgwire.net;

import io.omendb.pipeline.WakeableIdle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Spins a little, then parks in the poller: sockets end the park, and so does {@link #wake()}.
 *
 * <p>No wake-up is lost, by the same argument as for a parked thread: the consumer announces that
 * it will park, fences, and lets its agent look for work once more before it does; a producer makes
 * its work visible, fences, and looks for the announcement. A wake-up between announcement and park
 * stays in the poller and ends the park at once.
 *
 * <p>Idle methods: the one thread that idles. {@link #wake()}: any thread.
 */
final class PollerIdle implements WakeableIdle {
    private static final VarHandle ANNOUNCED;

    static {
        try {
            ANNOUNCED =
                    MethodHandles.lookup()
                            .findVarHandle(PollerIdle.class, "announced", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Network.Poller poller;
    private final int spinsMax;
    private final long parkNsMax;
    private int rounds;

    @SuppressWarnings("unused") // through ANNOUNCED
    private boolean announced;

    PollerIdle(Network.Poller poller, int spinsMax, long parkNsMax) {
        this.poller = poller;
        this.spinsMax = spinsMax;
        this.parkNsMax = parkNsMax;
    }

    @Override
    public void idle(int workCount) {
        if (workCount > 0) {
            reset();
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        int round = rounds++;
        if (round < spinsMax) {
            Thread.onSpinWait();
        } else if (round == spinsMax) {
            ANNOUNCED.setOpaque(this, true);
            VarHandle.fullFence(); // pairs with the fence in wake()
        } else {
            park();
            // The next round looks for work; without any it announces and parks again.
            ANNOUNCED.setOpaque(this, false);
            rounds = spinsMax;
        }
    }

    private void park() {
        try {
            poller.park(parkNsMax);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void reset() {
        if (rounds > spinsMax) {
            ANNOUNCED.setOpaque(this, false);
        }
        rounds = 0;
    }

    @Override
    public void wake() {
        VarHandle.fullFence(); // pairs with the fence in idle()
        if ((boolean) ANNOUNCED.getOpaque(this)) {
            poller.wake();
        }
    }

    @Override
    public String alias() {
        return "poll";
    }
}
