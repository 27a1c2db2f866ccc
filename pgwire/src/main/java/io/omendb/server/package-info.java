/** The server as a program: its command line, its configuration, its process. */
@NullMarked
package io.omendb.server;

import org.jspecify.annotations.NullMarked;
