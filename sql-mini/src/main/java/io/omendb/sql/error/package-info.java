/**
 * SQLSTATE codes and the one exception by which the language reports them. Knows no other package.
 */
@NullMarked
package io.omendb.sql.error;

import org.jspecify.annotations.NullMarked;
