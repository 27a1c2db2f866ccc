#!/bin/sh
# scripts/demo.sql, as the README has it run, prints what it must; kill -9 takes nothing of it away.
set -u

# shellcheck source=scripts/test.d/lib/checks.sh
. "$OMENDB_ROOT/scripts/test.d/lib/checks.sh"
# shellcheck source=scripts/test.d/lib/server.sh
. "$OMENDB_ROOT/scripts/test.d/lib/server.sh"

command -v psql >/dev/null || skip 'psql is not installed'

expected=$OMENDB_ROOT/scripts/test.d/expected/demo-sql.out

# Twice: it clears away what an earlier run left. Times differ from run to run, and whether there was a table to drop.
session() {
  (cd "$OMENDB_ROOT" && psql -X -h localhost -p "$port" -U postgres -f scripts/demo.sql) >"$TMPDIR/all" 2>&1
  grep -v -e '^Time: ' -e 'NOTICE: ' "$TMPDIR/all" | diff "$expected" -
}

check 'a server starts' start_server "$TMPDIR/data"
check 'the session prints what it must' session
check 'and a second time' session
stop_server KILL
check 'it starts after kill -9' start_server "$TMPDIR/data"
check 'with all that was committed' [ "$(query 'SELECT count(*), sum(value) FROM metrics')" = '1000003|511663331.5' ]
stop_server

finish
