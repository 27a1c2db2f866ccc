/** Functions, operators, casts and aggregates: their signatures, resolution rules and kernels. */
@NullMarked
package io.omendb.sql.function;

import org.jspecify.annotations.NullMarked;
