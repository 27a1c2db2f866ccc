/**
 * The engine as it is, driven on one thread from one seed: sessions interleave, the store is stopped at every
 * operation, and a model in plain collections judges what clients were told and what is there after recovery.
 *
 * <p>What it cannot see: fences between threads. It never looks inside the engine; it uses what any embedder can.
 */
@NullMarked
package io.omendb.engine.simulation;

import org.jspecify.annotations.NullMarked;
