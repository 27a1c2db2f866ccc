#!/bin/sh
# The README's example, as a stranger would run it: the jar on the class path, one source file, no flags.
set -u

# shellcheck source=scripts/test.d/lib/checks.sh
. "$OMENDB_ROOT/scripts/test.d/lib/checks.sh"

[ -f "$OMENDB_JAR" ] || skip "there is no $OMENDB_JAR: scripts/omendb build makes it"

sed -n '/^```java$/,/^```$/p' "$OMENDB_ROOT/README.md" | sed '1d;$d' >"$TMPDIR/Example.java"
check 'the example is under 40 lines' [ "$(wc -l <"$TMPDIR/Example.java")" -lt 40 ]

for run in first second; do
  (cd "$TMPDIR" && env -u JAVA_TOOL_OPTIONS -u JDK_JAVA_OPTIONS "$JAVA_HOME/bin/java" -cp "$OMENDB_JAR" Example.java) \
    >"$TMPDIR/out" 2>"$TMPDIR/err"
  check "the $run run ends well" [ $? -eq 0 ]
  check "the $run run prints its row" grep -q '^500 rows, 14\.8[0-9]* on average$' "$TMPDIR/out"
  check "the $run run leaves stderr empty" [ ! -s "$TMPDIR/err" ]
  cat "$TMPDIR/err"
done

finish
