#!/bin/sh
# node-postgres: prepared statements, pipelined queries, transactions, errors.
set -u

# shellcheck source=scripts/test.d/lib/checks.sh
. "$OMENDB_ROOT/scripts/test.d/lib/checks.sh"
# shellcheck source=scripts/test.d/lib/server.sh
. "$OMENDB_ROOT/scripts/test.d/lib/server.sh"

command -v node >/dev/null || skip 'node is not installed'
command -v npm >/dev/null || skip 'npm is not installed'

# bounded SECONDS COMMAND...: ends a command that takes longer; there is no timeout(1) everywhere.
bounded() {
  limit=$1
  shift
  "$@" &
  bounded_pid=$!
  (
    sleep "$limit"
    kill "$bounded_pid"
  ) >/dev/null 2>&1 &
  watchdog=$!
  wait "$bounded_pid"
  bounded_status=$?
  kill "$watchdog" 2>/dev/null
  wait "$watchdog" 2>/dev/null
  return "$bounded_status"
}

cp "$OMENDB_ROOT/scripts/test.d/lib/node-postgres.js" "$TMPDIR/"
echo '{"private": true}' >"$TMPDIR/package.json"
bounded 30 npm install --prefix "$TMPDIR" --no-audit --no-fund --no-package-lock --fetch-retries 1 pg@8 \
  >"$TMPDIR/npm.log" 2>&1 || skip 'npm cannot install pg: its registry does not answer'

check 'a server starts' start_server "$TMPDIR/data"
check 'node-postgres' bounded 60 node "$TMPDIR/node-postgres.js" "$port"
stop_server
check 'the server ends with status zero' [ "$server_status" -eq 0 ]

finish
