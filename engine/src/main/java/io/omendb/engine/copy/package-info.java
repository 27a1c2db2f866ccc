/**
 * The data of COPY: incremental reading of text and CSV into batches, and writing of rows as text
 * and CSV.
 *
 * <p>Knows types and batches; never a table, a socket or a file.
 */
@NullMarked
package io.omendb.engine.copy;

import org.jspecify.annotations.NullMarked;
