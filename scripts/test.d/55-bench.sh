#!/bin/sh
# The benchmarks in their short form: every workload runs to its end beside its rivals and floors, looks at its answers,
# and leaves a document that reads back and a chart. No figure is judged: other suites and other work use the machine.
set -u

# shellcheck source=scripts/test.d/lib/checks.sh
. "$OMENDB_ROOT/scripts/test.d/lib/checks.sh"

omendb=$OMENDB_ROOT/scripts/omendb
out=$TMPDIR/out
results=$TMPDIR/results
site=$TMPDIR/site
mkdir "$site"

nothing_left() {
  [ -z "$(ls -A "$site")" ] && ! ps -A -o args | grep -F "$site" | grep -v grep
}

# says FILE WORD...: the document has these words.
says() {
  document=$1
  shift
  for word in "$@"; do
    grep -q -F "$word" "$document" || return 1
  done
}

"$omendb" bench list >"$out"
check 'the list names the workloads' says "$out" load single point range mixed metrics pgbench idle nogc memory \
  index jmh
check 'and the targets' says "$out" 'issue 3, load: embedded, sequential >= 3 times sqlite'

"$omendb" bench nothing >"$out" 2>&1
check 'a workload that is not there is refused' [ $? -eq 2 ]
"$omendb" bench load --rows 1 >"$out" 2>&1
check 'a table too small to measure is refused' [ $? -eq 2 ]
"$omendb" bench jmh --rows 2000 >"$out" 2>&1
check 'an option that means nothing to a workload is refused' [ $? -eq 2 ]
check 'and named' says "$out" 'rows means nothing to jmh'

command -v pgbench >/dev/null || skip 'pgbench is not installed'

# measure WHAT ARGUMENT...: a run, as short as it can be. Two workloads have all their rivals, the others ours and the
# floors.
measure() {
  what=$1
  shift
  TMPDIR=$site OMENDB_JAVA_OPTIONS=-XX:TieredStopAtLevel=1 "$omendb" bench "$@" --busy --results "$results" \
    --rows 2000 --clients 2 --rounds 1 --seconds 0.05 --rate 200 --scale 1 --modes prepared \
    --statements 20000 --operations 100000 >"$out" 2>"$out.err" </dev/null
  check "$what" [ $? -eq 0 ]
  check 'nothing is said on stderr' [ ! -s "$out.err" ]
  [ "$checks_failed" -eq 0 ] || cat "$out" "$out.err"
}

measure 'loads beside all rivals end well' load mixed memory
measure 'pgbench ends well' pgbench
measure 'the other workloads end well' single point range metrics idle nogc --against none
for workload in load single point range mixed metrics pgbench idle nogc memory; do
  document=$(ls "$results/$workload"-*.json)
  check "$workload leaves a document" says "$document" '"command" : "scripts/omendb bench '"$workload" '"seed"' \
    '"cores"' '"memoryBytes"' '"commit"' '"synchronous_commit" : "on"'
  check "$workload names no machine" sh -c "! grep -q -w -F -e '$TMPDIR' -e '$(uname -n)' '$document'"
  check "$workload leaves a chart" [ -s "${document%.json}.png" ]
done
for rival in '"fsync" : "on"' '"synchronous" : "full"' '"WRITE_DELAY" : "0"' '"wal_autocheckpoint"'; do
  check "what a rival says of itself: $rival" says "$(ls "$results"/load-*.json)" "$rival"
done
for part in 'sequential, row: headers' 'random, key: gaps' 'sequential, a tenth changed, row: versions'; do
  check "the bytes of $part are told" says "$(ls "$results"/memory-*.json)" "$part"
done

TMPDIR=$site OMENDB_JAVA_OPTIONS=-XX:TieredStopAtLevel=1 "$omendb" bench jmh RequestRing --busy --results "$results" \
  --rounds 1 --seconds 0.05 >"$out" 2>"$out.err" </dev/null
check 'a claim is measured by JMH' [ $? -eq 0 ]
check 'nothing is said on stderr' [ ! -s "$out.err" ]
[ "$checks_failed" -eq 0 ] || cat "$out" "$out.err"
document=$results/jmh-RequestRing.json
check 'with its score, and what it allocates' says "$document" '"name" : "RequestRing"' '"unit" : "ns/op"' '"score"' \
  '"name" : "RequestRing, allocated"' '"unit" : "B/op"' 'scripts/omendb bench jmh RequestRing' '"commit"' '"cores"'
check 'it names no machine' sh -c "! grep -q -w -F -e '$TMPDIR' -e '$(uname -n)' '$document'"
check 'it leaves a chart' [ -s "${document%.json}.png" ]

TMPDIR=$site OMENDB_JAVA_OPTIONS=-XX:TieredStopAtLevel=1 "$omendb" bench index Append SlowestInserts IndexFootprint \
  --busy --results "$results" --rows 2000 --rounds 1 --seconds 0.05 >"$out" 2>"$out.err" </dev/null
check 'the index is measured beside its yardstick' [ $? -eq 0 ]
check 'nothing is said on stderr' [ ! -s "$out.err" ]
[ "$checks_failed" -eq 0 ] || cat "$out" "$out.err"
document=$(ls "$results"/index-*.json)
check 'with what targets ask for' says "$document" '"name" : "appends, worst of the keys"' '"side" : "btree"' \
  '"name" : "slowest inserts, p99.99 beyond the control"' '"name" : "bytes per key, inserted, median of the keys"'
check 'it names no machine' sh -c "! grep -q -w -F -e '$TMPDIR' -e '$(uname -n)' '$document'"
check 'it leaves a chart' [ -s "${document%.json}.png" ]
check 'nothing is left behind' nothing_left

finish
