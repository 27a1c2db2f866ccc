package io.omendb.engine.api;

import java.util.concurrent.ArrayBlockingQueue;
import org.agrona.concurrent.Agent;
import io.omendb.pipeline.WakeHook;

/**
 * The requests for batches that sessions have handed to the query workers, in the order in which they came. A session
 * has one under way at most, so a queue with a place for each session never fills.
 *
 * <p>The queue takes a lock, for nanoseconds, per batch of up to 1,024 rows; point reads never come here.
 */
final class QueryWorkers {
    private final ArrayBlockingQueue<RowSource> requests;
    private final WakeHook[] workers;

    QueryWorkers(int sessionsMax, WakeHook[] workers) {
        this.requests = new ArrayBlockingQueue<>(sessionsMax);
        this.workers = workers;
    }

    void submit(RowSource source) {
        if (!requests.offer(source)) {
            throw new IllegalStateException("more requests than sessions");
        }
        for (WakeHook worker : workers) {
            worker.wake();
        }
    }

    /** One worker's side. Thread: query worker. */
    Agent worker() {
        return new Worker();
    }

    private final class Worker implements Agent {
        @Override
        public String roleName() {
            return "query worker";
        }

        @Override
        public int doWork() {
            RowSource source = requests.poll();
            if (source == null) {
                return 0;
            }
            source.runOnWorker();
            return 1;
        }
    }
}
