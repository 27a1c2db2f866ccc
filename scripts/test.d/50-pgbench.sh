#!/bin/sh
# pgbench's own scripts in all three query modes: no transaction fails, the sums agree, and after kill -9 in the middle
# nothing that was acknowledged is missing. Short: seconds per run, at the smallest scale, where the rows are contested
# most.
set -u

# shellcheck source=scripts/test.d/lib/checks.sh
. "$OMENDB_ROOT/scripts/test.d/lib/checks.sh"
# shellcheck source=scripts/test.d/lib/server.sh
. "$OMENDB_ROOT/scripts/test.d/lib/server.sh"

command -v psql >/dev/null || skip 'psql is not installed'
bench=$(command -v pgbench || ls /usr/lib/postgresql/*/bin/pgbench 2>/dev/null | tail -n 1)
[ -n "$bench" ] || skip 'pgbench is not installed'

seconds=3
clients=16

# pgbench ARGUMENT...: its outputs land in $TMPDIR/out.
pgbench() {
  PGCONNECT_TIMEOUT=10 "$bench" -h 127.0.0.1 -p "$port" -U postgres "$@" postgres >"$TMPDIR/out" 2>&1
}

# processed: the number of transactions that the last run says were done.
processed() {
  sed -n 's/^number of transactions actually processed: \([0-9]*\).*/\1/p' "$TMPDIR/out"
}

# all_done SCRIPT MODE: the script runs for a while and no transaction fails.
all_done() {
  pgbench -n -c "$clients" -T "$seconds" -b "$1" -M "$2" || {
    cat "$TMPDIR/out"
    return 1
  }
  total=$((total + $(processed)))
  [ "$1" = tpcb-like ] && written=$((written + $(processed)))
  [ "$1" = simple-update ] && written=$((written + $(processed)))
  [ "$(processed)" -gt 0 ] && grep -q 'number of failed transactions: 0 ' "$TMPDIR/out"
}

sum_of() {
  query "SELECT sum($1) FROM $2"
}

# accounts_agree: what was added to the accounts is what the history has.
accounts_agree() {
  [ "$(sum_of abalance pgbench_accounts)" = "$(sum_of delta pgbench_history)" ]
}

all_agree() {
  delta=$(sum_of delta pgbench_history)
  accounts_agree && [ "$(sum_of tbalance pgbench_tellers)" = "$delta" ] &&
    [ "$(sum_of bbalance pgbench_branches)" = "$delta" ]
}

total=0
written=0
check 'a server starts' start_server "$TMPDIR/data"
check 'pgbench fills its tables' pgbench -i -s 1 -q
for mode in simple extended prepared; do
  check "tpcb-like, $mode" all_done tpcb-like "$mode"
done
check 'the four sums agree' all_agree
check 'every transaction is in the history' [ "$(query 'SELECT count(*) FROM pgbench_history')" = "$written" ]
for mode in simple extended prepared; do
  check "simple-update, $mode" all_done simple-update "$mode"
done
check 'the accounts and the history agree' accounts_agree
check 'every transaction is in the history' [ "$(query 'SELECT count(*) FROM pgbench_history')" = "$written" ]
for mode in simple extended prepared; do
  check "select-only, $mode" all_done select-only "$mode"
done

# --- kill -9 in the middle ------------------------------------------------------------------------------------------

query 'TRUNCATE pgbench_history' >/dev/null
query 'UPDATE pgbench_accounts SET abalance = 0 WHERE abalance <> 0' >/dev/null
query 'UPDATE pgbench_tellers SET tbalance = 0' >/dev/null
query 'UPDATE pgbench_branches SET bbalance = 0' >/dev/null

# One line per acknowledged transaction, written when its answer has come.
acknowledged() {
  cat "$TMPDIR"/log.* 2>/dev/null | wc -l | tr -d ' '
}

pgbench -n -c "$clients" -T 60 -b tpcb-like -M prepared -l --log-prefix="$TMPDIR/log" &
load=$!
rounds=0
while [ "$(query 'SELECT count(*) FROM pgbench_history')" -lt 1000 ] && [ "$rounds" -lt 200 ]; do
  sleep 0.05
  rounds=$((rounds + 1))
done
stop_server KILL
wait "$load"
check 'the load ends when the server is killed' [ $? -ne 0 ]
known=$(acknowledged)
check "there was a load: $known acknowledged" [ "$known" -gt 0 ]
check 'the server opens again' start_server "$TMPDIR/data"
kept=$(query 'SELECT count(*) FROM pgbench_history')
# Each client may have one transaction more that was committed and whose answer did not come.
check "nothing acknowledged is missing: $known of $kept" [ "$known" -le "$kept" ]
check 'nothing is there that nobody asked for' [ "$kept" -le $((known + clients)) ]
check 'the four sums agree after kill -9' all_agree
check 'and it goes on' all_done tpcb-like prepared
check 'with sums that agree' all_agree
stop_server
check 'the server ends with status zero' [ "$server_status" -eq 0 ]

printf '%s transactions, none failed, besides those of the load that was killed\n' "$total"
finish
