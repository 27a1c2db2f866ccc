/**
 * Threads and what passes between them: agents and the thread that runs them, the request ring,
 * bounded queues, positions, and the waking of a parked consumer.
 *
 * <p>Never here: rows, SQL, files. Nothing in this package allocates after it was built.
 */
@NullMarked
package io.omendb.pipeline;

import org.jspecify.annotations.NullMarked;
