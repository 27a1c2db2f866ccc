#!/bin/sh
# The server as an operator meets it: how fast it answers, how it ends, what it says when it cannot start.
set -u

# shellcheck source=scripts/test.d/lib/checks.sh
. "$OMENDB_ROOT/scripts/test.d/lib/checks.sh"
# shellcheck source=scripts/test.d/lib/server.sh
. "$OMENDB_ROOT/scripts/test.d/lib/server.sh"

command -v psql >/dev/null || skip 'psql is not installed'

omendb=$OMENDB_ROOT/scripts/omendb
data=$TMPDIR/data

# refused STATUS WORD -- ARGUMENT...: serve ends by itself with this status and one line that holds the word.
refused() {
  expected=$1
  word=$2
  shift 3
  "$omendb" serve "$@" >"$TMPDIR/refused" 2>&1
  [ $? -eq "$expected" ] && one_line_naming "$TMPDIR/refused" "$word"
}

# Tenths of a second, where date knows them; a whole second otherwise.
now() {
  tenths=$(date +%s%N | cut -c1-11)
  case $tenths in
    *[!0-9]*) echo "$(date +%s)0" ;;
    *) echo "$tenths" ;;
  esac
}

begin=$(now)
check 'a server starts in a new directory' start_server "$data"
check 'it answers' [ "$(query 'SELECT 1')" = 1 ]
took=$(($(now) - begin))
# A figure, not a check: how long it takes depends on what else the machine does.
echo "first answer $took tenths of a second after the command"
check 'server.pid names the process' grep -q "$server_pid" "$data/server.pid"
check 'server.pid names the port' grep -q ":$port" "$data/server.pid"

check 'a directory in use is refused, naming the process' refused 3 "$server_pid" -- --data "$data" --port 0
check 'a port in use is refused' refused 4 "$port" -- --data "$TMPDIR/other" --port "$port"
check 'an address that is not of the loopback is refused' refused 2 '0\.0\.0\.0' -- \
  --data "$TMPDIR/open" --host 0.0.0.0 --port 0
check 'a directory that cannot be is refused' refused 5 /dev/null/data -- --data /dev/null/data --port 0

query 'CREATE TABLE kept (id int PRIMARY KEY)' && query 'INSERT INTO kept VALUES (1), (2)'
stop_server
check 'SIGTERM ends it with status zero' [ "$server_status" -eq 0 ]
check 'it opens again' start_server "$data"
check 'with what was committed' [ "$(query 'SELECT count(*) FROM kept')" = 2 ]
query 'INSERT INTO kept VALUES (3)'
stop_server KILL
check 'it opens after kill -9' start_server "$data"
check 'with what was acknowledged' [ "$(query 'SELECT count(*) FROM kept')" = 3 ]
stop_server

finish
