#!/bin/sh
# What the server's process holds while it takes rows of metrics in, read from the process itself.
#
# The bound is one line: 192 MiB for the JVM, the program and the log's buffers, and 84 bytes for a row. A row takes 20
# bytes in its columns and 16 in the index, whose nodes are at worst half full, and the extents of both are rounded up
# to 2 MiB. By that line 10 million rows take 993 MiB of the 1 GiB that they may. One million rows are loaded;
# OMENDB_MEMORY_ROWS=10000000 loads so many instead (a minute, and 1 GiB of disk).
set -u

# shellcheck source=scripts/test.d/lib/checks.sh
. "$OMENDB_ROOT/scripts/test.d/lib/checks.sh"
# shellcheck source=scripts/test.d/lib/server.sh
. "$OMENDB_ROOT/scripts/test.d/lib/server.sh"

command -v psql >/dev/null || skip 'psql is not installed'

rows=${OMENDB_MEMORY_ROWS:-1000000}
base_kib=$((192 * 1024))
row_bytes=84

# The most that was resident so far where the system keeps that, what is resident now where it does not; in KiB.
resident_kib() {
  if [ -r "/proc/$server_pid/status" ]; then
    sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB$/\1/p' "/proc/$server_pid/status"
  else
    ps -o rss= -p "$server_pid" | tr -d ' '
  fi
}

# mawk's %d ends at 2^31.
metrics() {
  awk -v rows="$rows" 'BEGIN {
    for (i = 1; i <= rows; i++) printf "%.0f\t%.4f\t%d\n", 1700000000000 + i * 10, i % 1000 / 7, i % 100
  }'
}

load() {
  metrics | psql -X -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$port" -U postgres -d postgres \
    -c 'COPY metrics FROM STDIN'
}

bound_kib=$((base_kib + rows / 1024 * row_bytes))

# within_bound WHEN
within_bound() {
  now_kib=$(resident_kib)
  printf '%s: %s MiB resident, bound %s MiB\n' "$1" $((now_kib / 1024)) $((bound_kib / 1024))
  [ "$now_kib" -gt 0 ] && [ "$now_kib" -le "$bound_kib" ]
}

check 'a server starts' start_server "$TMPDIR/data"
check 'the table is made' \
  query 'CREATE TABLE metrics (timestamp bigint PRIMARY KEY, value float, sensor_id int)'
check "COPY takes $rows rows" load
check 'the rows fit' within_bound "after COPY of $rows rows"
check 'they are all there' [ "$(query 'SELECT count(*) FROM metrics')" = "$rows" ]
check 'a scan needs no room of theirs' within_bound 'after a scan'
stop_server
check 'it opens again' start_server "$TMPDIR/data"
check 'with all rows' [ "$(query 'SELECT count(*) FROM metrics')" = "$rows" ]
check 'recovery needs no more than loading did' within_bound 'after recovery'
stop_server

finish
