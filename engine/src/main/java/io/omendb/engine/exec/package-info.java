/**
 * Plans that run: the physical operators, the compiler that chooses them for a bound statement, the
 * parts of changing statements that the writer uses, and EXPLAIN.
 *
 * <p>Reads tables through {@link io.omendb.engine.exec.TableRows} at the snapshot of the statement;
 * never changes one.
 */
@NullMarked
package io.omendb.engine.exec;

import org.jspecify.annotations.NullMarked;
