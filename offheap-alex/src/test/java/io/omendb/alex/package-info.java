@NullMarked
package io.omendb.alex;

import org.jspecify.annotations.NullMarked;
