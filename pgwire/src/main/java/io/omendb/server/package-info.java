/** The command line: reads arguments, opens the database, serves it. */
@NullMarked
package io.omendb.server;

import org.jspecify.annotations.NullMarked;
