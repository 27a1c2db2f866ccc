/**
 * What the demo and the benchmarks share: the server as a process, a directory that goes away,
 * SQLite at the server's durability, the rows, and how progress is shown.
 */
@NullMarked
package io.omendb.perf.site;

import org.jspecify.annotations.NullMarked;
