/** What the tests of the language share. */
package io.omendb.sql;
