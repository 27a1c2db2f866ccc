/**
 * The demo and the workloads that run end to end, beside rivals. Nothing depends on this package.
 */
@NullMarked
package io.omendb.perf;

import org.jspecify.annotations.NullMarked;
