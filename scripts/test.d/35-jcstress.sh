#!/bin/sh
# Each release/acquire pair of the index in a race of its own, under jcstress, in its short form.
set -u

# shellcheck source=scripts/test.d/lib/checks.sh
. "$OMENDB_ROOT/scripts/test.d/lib/checks.sh"

races=$OMENDB_ROOT/jcstress/src/test/java/io/omendb/alex
out=$TMPDIR/out

"$OMENDB_ROOT/scripts/jcstress" --sideways >"$out" 2>&1
check 'an option that is not there is refused' [ $? -eq 2 ]

"$OMENDB_ROOT/scripts/jcstress" >"$out" 2>&1
check 'no outcome was forbidden, no race ended in an error' [ $? -eq 0 ]
for race in "$races"/*.java; do
  grep -q '^@JCStressTest' "$race" || continue
  name=$(basename "$race" .java)
  check "$name holds" grep -q "\[OK\] io.omendb.alex.$name\$" "$out"
done
[ "$checks_failed" -eq 0 ] || cat "$out"

finish
