package io.omendb.engine.simulation;

import io.omendb.engine.api.Database;
import io.omendb.engine.api.DatabaseConfig;
import io.omendb.engine.storage.FaultPlan;
import io.omendb.engine.storage.FaultyStorage;
import io.omendb.engine.storage.ManualClock;
import io.omendb.engine.storage.MemoryStorage;
import io.omendb.engine.storage.Storage;
import io.omendb.engine.wal.WalConfig;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One life of a database: opened on a disk, used by some clients, closed. All that is random comes
 * from a seed.
 *
 * <p>At operations of the storage it keeps the disk as a crash would leave it. Each such image is
 * recovered when the clients have heard what the engine had done by then, and must hold a prefix of
 * the history that has all that any client was shown before the operation. From some of the images
 * the life goes on.
 */
final class Simulation implements AutoCloseable, ObservedStorage.Observer {
    /** Small files, buffers and side files, so that a short life sees the ends of all of them. */
    static final WalConfig WAL =
            new WalConfig(64 << 10, 32 << 10, 8 << 10, 1 << 10, 32 << 10, 4 << 10);

    private static final int CLIENTS = 5;
    private static final int STEPS_IDLE_MAX = 5_000;

    /** A disk after a crash at one operation. */
    private record Crash(MemoryStorage disk, long shownLsn, String where) {}

    private final MemoryStorage disk;
    private final SplittableRandom random;
    private final SplittableRandom crashRandom;
    private final CrashDepth depth;
    private final Coverage coverage;
    private final String where;
    private final FaultPlan faults;
    private final ManualClock clock = new ManualClock(1_700_000_000_000_000L);
    private final Deque<SimulatedClient> wakes = new ArrayDeque<>();
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final List<Crash> crashes = new ArrayList<>();
    private History history;
    private int operations;
    private int connected;
    private @Nullable Database database;

    /**
     * @param disk what is there
     * @param history all that may be on the disk, and what must be
     * @param depth at which operations the life ends as well
     */
    Simulation(
            MemoryStorage disk,
            History history,
            long seed,
            CrashDepth depth,
            Coverage coverage,
            String where) {
        this.disk = disk;
        this.history = history;
        this.random = new SplittableRandom(seed);
        this.crashRandom = new SplittableRandom(seed + 1);
        this.depth = depth;
        this.coverage = coverage;
        this.where = where;
        this.faults = new FaultPlan().delayPolls(random.nextInt(3));
    }

    /** What goes wrong. */
    FaultPlan faults() {
        return faults;
    }

    /** Opens the database and sees that it holds what it must. */
    void open() {
        Storage storage = new FaultyStorage(disk, faults, random.nextLong());
        Database opened = Database.open(config(new ObservedStorage(storage, this), clock));
        database = opened;
        history = requirePrefix(opened, history, history.shownLsn(), where);
        judgeCrashes();
    }

    /** Lets the clients run so many statements and end. */
    void run(int statements) {
        Workload workload = new Workload(random.split(), history);
        Database running = requireOpen();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(connect(running));
        }
        SimulatedClient first = clients.getFirst();
        int started = 0;
        for (; workload.isPreparing(); started++) {
            first.start(workload.nextPreparing());
            settle(first);
        }
        while (started < statements) {
            started += act(running, workload);
        }
        finish();
        Inspection.requireSame(running, history.latest(), where + ", at the end");
        clients.forEach(SimulatedClient::leave);
        clients.clear();
    }

    /** From now on statements may, or may not, be refused for a full disk. */
    void diskFull(boolean isFull) {
        history.diskFull(isFull);
    }

    /** Lets time pass with nobody there. */
    void idle(int milliseconds) {
        for (int i = 0; i < milliseconds; i++) {
            clock.advance(1, TimeUnit.MILLISECONDS);
            step(requireOpen());
        }
    }

    /**
     * After the end of the process: sees what is on the disk when the machine ended too, and when
     * it did not.
     */
    void judgeEnd(int images) {
        close();
        for (int image = 0; image < images; image++) {
            judge(
                    new Crash(
                            disk.afterCrash(crashRandom),
                            history.shownLsn(),
                            where + ", image " + image));
        }
        judge(new Crash(disk, history.shownLsn(), where + ", the process only"));
    }

    /** One thing happens; returns how many statements began. */
    private int act(Database running, Workload workload) {
        int index = random.nextInt(clients.size());
        SimulatedClient client = clients.get(index);
        int choice = random.nextInt(100);
        if (choice < 45) {
            step(running);
        } else if (choice < 48) {
            client.cancel();
        } else if (choice < 49) {
            if (client.canClose()) {
                client.close();
                clients.set(index, connect(running));
            }
        } else if (choice < 51) {
            clock.advance(random.nextInt(200), TimeUnit.MILLISECONDS);
        } else if (client.isResumable()) {
            client.resume();
        } else if (!client.isBusy() && (random.nextInt(3) == 0 || !client.hasUnreleased())) {
            client.start(workload.next(client.view(), client.isInBlock(), client.isFailed()));
            return 1;
        }
        return 0;
    }

    private SimulatedClient connect(Database running) {
        String name = where + ", client " + ++connected;
        return new SimulatedClient(running, history, random.split(), coverage, wakes::add, name);
    }

    private void step(Database running) {
        boolean stepped = false;
        try {
            running.step();
            stepped = true;
        } finally {
            if (!stepped) {
                history.engineStopped();
            }
            wakeClients();
        }
        judgeCrashes();
        clients.forEach(SimulatedClient::release);
    }

    private void wakeClients() {
        for (SimulatedClient woken = wakes.poll(); woken != null; woken = wakes.poll()) {
            woken.wake();
        }
    }

    private void settle(SimulatedClient client) {
        for (int steps = 0; client.isBusy() || client.hasUnreleased(); steps++) {
            if (steps > STEPS_IDLE_MAX) {
                throw new AssertionError(where + ": a client waits for ever");
            }
            if (client.isResumable()) {
                client.resume();
            }
            clock.advance(1, TimeUnit.MILLISECONDS);
            step(requireOpen());
        }
    }

    /** Those in a transaction end it, one after the other, so that all who wait go on. */
    private void finish() {
        for (int steps = 0; clients.stream().anyMatch(SimulatedClient::isUnfinished); steps++) {
            if (steps > STEPS_IDLE_MAX) {
                throw new AssertionError(where + ": clients wait for ever");
            }
            for (SimulatedClient client : clients) {
                if (client.isResumable()) {
                    client.resume();
                } else if (!client.isBusy() && client.isInBlock()) {
                    client.start(
                            random.nextBoolean() ? new Action.Commit() : new Action.Rollback());
                }
            }
            clock.advance(1, TimeUnit.MILLISECONDS);
            step(requireOpen());
        }
    }

    // ---- crashes

    /**
     * Before the storage may fail the model hears of all commits so far: they may be on the disk.
     */
    @Override
    public void operating() {
        wakeClients();
    }

    @Override
    public void operated(String operation) {
        operations++;
        if (depth.isCrashed(operations)) {
            for (int image = 0; image < depth.images(); image++) {
                crashes.add(
                        new Crash(
                                disk.afterCrash(crashRandom),
                                history.shownLsn(),
                                where
                                        + ", crash at operation "
                                        + operations
                                        + " ("
                                        + operation
                                        + "), image "
                                        + image));
            }
        }
    }

    private void judgeCrashes() {
        if (crashes.isEmpty() || database == null) {
            return;
        }
        for (Crash crash : List.copyOf(crashes)) {
            judge(crash);
        }
        crashes.clear();
    }

    private void judge(Crash crash) {
        coverage.count("crash");
        CrashDepth below = depth.next(coverage.of("crash"));
        if (below == null) {
            try (Database recovered =
                    Database.open(config(crash.disk, new ManualClock(clock.epochMicros())))) {
                requirePrefix(recovered, history, crash.shownLsn, crash.where);
            }
            return;
        }
        coverage.count("life after a crash");
        History known = history.cutAfter(Long.MAX_VALUE);
        try (Simulation next =
                new Simulation(
                        crash.disk, known, crashRandom.nextLong(), below, coverage, crash.where)) {
            next.requireShown(crash.shownLsn);
            next.open();
            next.run(below.statements());
        }
    }

    private void requireShown(long lsn) {
        history.shown(lsn);
    }

    /** Returns the history as it goes on from what is there. */
    private static History requirePrefix(
            Database recovered, History history, long shownLsn, String where) {
        long endLsn = recovered.recovery().endLsn();
        if (endLsn < shownLsn) {
            throw new AssertionError(
                    where + ": a client was shown " + shownLsn + ", the log ends at " + endLsn);
        }
        Inspection.requireSame(recovered, history.at(endLsn), where + ", recovered to " + endLsn);
        return history.cutAfter(endLsn);
    }

    static DatabaseConfig config(Storage storage, ManualClock clock) {
        return DatabaseConfig.stepped(storage, clock).withWal(WAL).withSessionsMax(32);
    }

    Database requireOpen() {
        Database opened = database;
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened;
    }

    int operations() {
        return operations;
    }

    @Override
    public void close() {
        Database opened = database;
        if (opened != null) {
            opened.close();
        }
    }
}
