# Sourced by the suites behind checks.sh: a server of their own on a free port, in a directory below TMPDIR.
# shellcheck shell=sh
# shellcheck disable=SC2034 # `port` and `server_status` are for the suites.

server_pid=
trap 'end_server' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# start_server DIR [ARGUMENT...]: sets server_pid, server_log and port once the server listens; fails if it ends before.
start_server() {
  directory=$1
  shift
  server_log=$directory.log
  : >"$server_log"
  "$OMENDB_ROOT/scripts/omendb" serve --data "$directory" --port 0 "$@" >"$server_log" 2>&1 &
  server_pid=$!
  port=
  rounds=0
  while [ -z "$port" ]; do
    port=$(sed -n 's/.*listening on .*:\([0-9][0-9]*\).*/\1/p' "$server_log" | head -n 1)
    rounds=$((rounds + 1))
    if [ "$rounds" -gt 600 ] || ! kill -0 "$server_pid" 2>/dev/null; then
      cat "$server_log"
      return 1
    fi
    sleep 0.05
  done
}

# stop_server [SIGNAL]: sets server_status.
stop_server() {
  kill "-${1:-TERM}" "$server_pid"
  wait "$server_pid"
  server_status=$?
  server_pid=
}

# What a suite leaves running ends with it.
end_server() {
  if [ -n "$server_pid" ]; then
    kill -KILL "$server_pid" 2>/dev/null
    wait "$server_pid" 2>/dev/null
  fi
}

# query SQL: psql's bare answer.
query() {
  psql -X -q -A -t -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$port" -U postgres -d postgres -c "$1"
}
