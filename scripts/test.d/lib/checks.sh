# Sourced by the suites: checks that are counted, and the three ways to end.
# shellcheck shell=sh

checks_passed=0
checks_failed=0

# check WHAT COMMAND...: the command must succeed.
check() {
  what=$1
  shift
  if "$@"; then
    checks_passed=$((checks_passed + 1))
  else
    checks_failed=$((checks_failed + 1))
    printf 'not so: %s\n        (%s)\n' "$what" "$*"
  fi
}

# one_line_naming FILE WORD...: the file is one line that holds all the words.
one_line_naming() {
  lines_of=$1
  shift
  if [ "$(wc -l <"$lines_of")" -ne 1 ]; then
    cat "$lines_of"
    return 1
  fi
  for word in "$@"; do
    grep -q -e "$word" "$lines_of" || return 1
  done
}

# skip REASON: what was checked before still counts.
skip() {
  if [ "$checks_failed" -gt 0 ]; then
    finish
  fi
  printf '%s\n' "$1"
  exit 77
}

finish() {
  printf '%s checks passed, %s failed\n' "$checks_passed" "$checks_failed"
  [ "$checks_failed" -eq 0 ]
  exit
}
