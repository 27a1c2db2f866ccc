/**
 * Threads and what passes between them: agents and the thread that runs them, the request ring,
 * bounded queues, positions, the waking of a parked consumer, and what the steps of a thread took.
 *
 * <p>Never here: rows, SQL, files. Nothing in this package allocates after it was built, but the
 * lists for whoever reads a {@link StepLog}.
 */
@NullMarked
package io.omendb.pipeline;

import org.jspecify.annotations.NullMarked;
