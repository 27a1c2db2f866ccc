package io.omendb.engine.api;

import io.omendb.engine.catalog.SystemSnapshot;
import io.omendb.engine.storage.Clock;
import io.omendb.engine.txn.WriterStep;
import io.omendb.pipeline.StepLog;
import io.omendb.pipeline.StepTimer;
import io.omendb.sql.types.CivilTime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The step logs of the threads that serve a database, for the system tables that show them. */
final class EngineSteps {
    private final Clock clock;
    private final StepTimer<WriterStep> writer;
    private final List<SystemSnapshot.ThreadSteps> threads = new CopyOnWriteArrayList<>();

    EngineSteps(Clock clock) {
        this.clock = clock;
        this.writer = new StepTimer<>(new StepLog<>(WriterStep.class), clock::nanoTime);
        show(EngineThreads.WRITER, writer.log());
    }

    /** Times the writer. */
    StepTimer<WriterStep> writer() {
        return writer;
    }

    /** From now on a thread's steps are shown. Thread: any. */
    void show(String thread, StepLog<?> log) {
        threads.add(new SystemSnapshot.ThreadSteps(thread, log));
    }

    /** As system tables read them. Thread: any. */
    SystemSnapshot.Steps snapshot() {
        return new SystemSnapshot.Steps(
                threads, clock.nanoTime(), clock.epochMicros() - CivilTime.UNIX_EPOCH_MICROS);
    }
}
