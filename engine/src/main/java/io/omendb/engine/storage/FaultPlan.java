package io.omendb.engine.storage;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What goes wrong, and when, counted in operations from the plan's start. Operations are what
 * changes the storage: create, rename, delete, truncate, directory sync, write, force. Set before
 * or between operations.
 */
public final class FaultPlan {
    /** For each setting: never. */
    public static final long NEVER = Long.MAX_VALUE;

    private final AtomicLong operations = new AtomicLong();
    private final AtomicLong writes = new AtomicLong();
    private final AtomicLong forces = new AtomicLong();

    private volatile long deathAtOperation = NEVER;
    private volatile long failureAtWrite = NEVER;
    private volatile long failureAtForce = NEVER;
    private volatile int pollsDelayedMax;
    private volatile boolean dead;

    /**
     * The process dies in the operation of this number (from 1); it may or may not have been done.
     */
    public FaultPlan dieAtOperation(long number) {
        deathAtOperation = number;
        return this;
    }

    /** The write of this number (from 1) fails. */
    public FaultPlan failWrite(long number) {
        failureAtWrite = number;
        return this;
    }

    /** The force of this number (from 1) fails, and nothing that it should have made durable is. */
    public FaultPlan failForce(long number) {
        failureAtForce = number;
        return this;
    }

    /** Completions are found only by a later poll, up to so many polls later. */
    public FaultPlan delayPolls(int pollsMax) {
        pollsDelayedMax = pollsMax;
        return this;
    }

    /** Operations so far. */
    public long operationCount() {
        return operations.get();
    }

    /** Forces so far. */
    public long forceCount() {
        return forces.get();
    }

    /** Writes so far. */
    public long writeCount() {
        return writes.get();
    }

    int pollsDelayedMax() {
        return pollsDelayedMax;
    }

    /** Counts an operation; true if the process dies in it. */
    boolean diesNow() {
        requireAlive();
        if (operations.incrementAndGet() >= deathAtOperation) {
            dead = true;
            return true;
        }
        return false;
    }

    boolean writeFails() {
        return writes.incrementAndGet() == failureAtWrite;
    }

    boolean forceFails() {
        return forces.incrementAndGet() == failureAtForce;
    }

    void requireAlive() {
        if (dead) {
            throw new ProcessDeath("the process is dead");
        }
    }

    ProcessDeath death() {
        return new ProcessDeath("death at operation " + operations.get());
    }
}
