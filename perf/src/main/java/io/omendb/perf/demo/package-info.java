/**
 * The demo: six steps against a server in a process of its own, beside SQLite, each with its result
 * checked. It speaks to the server through the driver only, as any client does.
 */
@NullMarked
package io.omendb.perf.demo;

import org.jspecify.annotations.NullMarked;
