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

# in_limit KIB COMMAND: with so much address space, for this command only.
in_limit() (
  # shellcheck disable=SC3045
  ulimit -v "$1"
  shift
  "$@"
)

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

check 'it says what memory it has' grep -q 'MiB.* mapped, committed as touched' "$server_log"
check 'it says what it found' grep -q 'made a new database' "$server_log"
check 'it says what it serves, where, as which process' grep -q "serving $data at .*:$port, process" "$server_log"

query 'CREATE TABLE kept (id int PRIMARY KEY)' && query 'INSERT INTO kept VALUES (1), (2)'
stop_server
check 'SIGTERM ends it with status zero' [ "$server_status" -eq 0 ]
check 'and it says that it has stopped' grep -q ' stopped$' "$server_log"
check 'it opens again' start_server "$data"
check 'it says what it recovered' grep -q 'recovered [1-9][0-9]* transactions' "$server_log"
check 'with what was committed' [ "$(query 'SELECT count(*) FROM kept')" = 2 ]
query 'INSERT INTO kept VALUES (3)'
stop_server KILL
check 'it opens after kill -9' start_server "$data"
check 'with what was acknowledged' [ "$(query 'SELECT count(*) FROM kept')" = 3 ]
stop_server

# A log of a version to come: the number behind the magic, as docs/format.md draws it.
for log in "$data"/wal/*.wal; do
  printf '\377' | dd of="$log" bs=1 seek=8 conv=notrunc 2>/dev/null
done
check 'a newer format is refused' refused 6 'format version 255' -- --data "$data" --port 0

# Where addresses are limited mmap refuses what the machine's memory would allow; what is left is used. The limit is
# what a server has that is not limited, less a quarter of what it has mapped: too little for the whole on any machine,
# enough for less. One arena of malloc, as their number would change what there is by more than that.
limited() {
  start_server "$TMPDIR/limited" &&
    grep -q 'MiB were refused' "$server_log" &&
    query 'CREATE TABLE few (id int PRIMARY KEY)' &&
    query 'INSERT INTO few SELECT g FROM generate_series(1, 10000) g' &&
    [ "$(query 'SELECT count(*) FROM few')" = 10000 ] || return 1
  stop_server
  [ "$server_status" -eq 0 ]
}
# shellcheck disable=SC3045 # asked of the shell first
if (ulimit -v 67108864) 2>/dev/null; then
  MALLOC_ARENA_MAX=1
  export MALLOC_ARENA_MAX
  check 'a server starts where nothing is limited' start_server "$TMPDIR/unlimited"
  mapped_mib=$(sed -n 's/^.*[^0-9]\([0-9][0-9]*\) MiB of [0-9]* MiB mapped.*$/\1/p' "$server_log")
  whole_kib=$(ps -o vsz= -p "$server_pid" | tr -d ' ')
  stop_server
  check 'it says what it has mapped' [ "${mapped_mib:-0}" -gt 0 ]
  limit_kib=$((whole_kib - ${mapped_mib:-0} * 256))
  echo "limited to $((limit_kib / 1024)) of $((whole_kib / 1024)) MiB of addresses, ${mapped_mib:-0} MiB of them mapped"
  check 'it starts smaller where mmap is refused, says so, and serves' in_limit "$limit_kib" limited
else
  echo 'not checked: this system does not limit the address space of a process'
fi

finish
