#!/bin/sh
# The demo, with fewer rows: it holds, and leaves nothing behind, however it ends.
set -u

# shellcheck source=scripts/test.d/lib/checks.sh
. "$OMENDB_ROOT/scripts/test.d/lib/checks.sh"

omendb=$OMENDB_ROOT/scripts/omendb
out=$TMPDIR/out
# The demo makes its directory below TMPDIR: what it leaves can be seen.
site=$TMPDIR/site
mkdir "$site"

nothing_left() {
  [ -z "$(ls -A "$site")" ] && ! ps -A -o args | grep -F "$site" | grep -v grep
}

TMPDIR=$site "$omendb" demo --rows 50000 --commits 1000 >"$out" 2>"$out.err" </dev/null
check 'the demo holds' [ $? -eq 0 ]
check 'it says so of six steps' grep -q '^All six steps hold' "$out"
check 'it tells what the killed server had acknowledged' grep -q 'acknowledged transactions are there' "$out"
check 'it draws nothing where nobody looks' [ -z "$(tr -d '[:print:]\n' <"$out")" ]
check 'it writes nothing on stderr' [ ! -s "$out.err" ]
check 'it leaves nothing behind' nothing_left
[ "$checks_failed" -eq 0 ] || cat "$out" "$out.err"

"$omendb" demo --rows 1 >"$out" 2>"$out.err"
check 'a demo too small to show anything is refused' [ $? -eq 2 ]

# Interrupted while rows are on their way. A shell without job control lets what it puts into the background ignore
# SIGINT; SIGTERM takes the same way out.
TMPDIR=$site "$omendb" demo --rows 50000000 >"$out" 2>"$out.err" </dev/null &
demo=$!
while kill -0 "$demo" 2>/dev/null && ! grep -q '^2/6' "$out"; do
  sleep 0.1
done
kill -TERM "$demo"
wait "$demo"
status=$?
check "interrupted, it says so by its status ($status)" [ "$status" -eq 143 ]
check 'and leaves nothing behind' nothing_left
check 'and prints no trace' [ ! -s "$out.err" ]

finish
