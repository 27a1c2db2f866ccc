/** What was measured: on the terminal, as a document, as a chart, and held against the targets. */
@NullMarked
package io.omendb.perf.bench.result;

import org.jspecify.annotations.NullMarked;
