/**
 * SQL types, their text and binary forms, and how a vector holds them. Never reads a clock or a
 * file.
 */
@NullMarked
package io.omendb.sql.types;

import org.jspecify.annotations.NullMarked;
