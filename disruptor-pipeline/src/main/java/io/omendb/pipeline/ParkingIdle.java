package io.omendb.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Spins a little, yields a little, then parks until a producer wakes it or a bound has passed.
 *
 * <pre>
 *   work found ----> SPIN --n--> YIELD --n--> ANNOUNCED --still nothing--> parked
 *                     ^                                                      |
 *                     +---------------- woken, or the bound passed ---------+
 * </pre>
 *
 * <p>No wake-up is lost: the consumer stores {@code sleeper}, fences, and looks for work once more
 * (one more round of the agent) before it parks; a producer makes its work visible, fences, and
 * loads {@code sleeper}. Of two threads that store and then load across full fences at least one
 * sees the other's store (Dekker): either the consumer finds the work or the producer finds the
 * sleeper. An unpark that comes before the park makes the park return at once.
 *
 * <p>Idle methods: the one thread that idles. {@link #wake()}: any thread.
 */
final class ParkingIdle implements WakeableIdle {
    private static final VarHandle SLEEPER;

    static {
        try {
            SLEEPER =
                    MethodHandles.lookup()
                            .findVarHandle(ParkingIdle.class, "sleeper", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int spinsMax;
    private final int yieldsMax;
    private final long parkNsMax;

    private int rounds;

    @SuppressWarnings("unused") // through SLEEPER
    private @Nullable Thread sleeper;

    ParkingIdle(int spinsMax, int yieldsMax, long parkNsMax) {
        if (spinsMax < 0 || yieldsMax < 0 || parkNsMax <= 0) {
            throw new IllegalArgumentException(
                    "spins " + spinsMax + ", yields " + yieldsMax + ", park " + parkNsMax + " ns");
        }
        this.spinsMax = spinsMax;
        this.yieldsMax = yieldsMax;
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
        } else if (round < spinsMax + yieldsMax) {
            Thread.yield();
        } else if (round == spinsMax + yieldsMax) {
            SLEEPER.setOpaque(this, Thread.currentThread());
            VarHandle.fullFence(); // pairs with the fence in wake()
        } else {
            LockSupport.parkNanos(this, parkNsMax);
            // After a park the next round looks for work, and without any it announces and parks
            // again.
            SLEEPER.setOpaque(this, (Thread) null);
            rounds = spinsMax + yieldsMax;
        }
    }

    @Override
    public void reset() {
        if (rounds > spinsMax + yieldsMax) {
            SLEEPER.setOpaque(this, (Thread) null);
        }
        rounds = 0;
    }

    @Override
    public void wake() {
        VarHandle.fullFence(); // pairs with the fence in idle()
        Thread thread = (Thread) SLEEPER.getOpaque(this);
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public String alias() {
        return "park";
    }
}
