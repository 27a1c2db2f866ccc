/**
 * The seams to the outside: files and time, each with a real version, one in memory, and a faulty
 * one.
 *
 * <p>Never here: what the bytes of a file mean.
 */
@NullMarked
package io.omendb.engine.storage;

import org.jspecify.annotations.NullMarked;
