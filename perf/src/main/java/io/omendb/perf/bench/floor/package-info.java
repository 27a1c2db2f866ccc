/** What no engine can be faster than: the network, the disk, the memory of this machine. */
@NullMarked
package io.omendb.perf.bench.floor;

import org.jspecify.annotations.NullMarked;
