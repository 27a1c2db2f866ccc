#!/bin/sh
# psql as a person uses it: its lists, COPY both ways, errors with their places, transactions, a script.
set -u

# shellcheck source=scripts/test.d/lib/checks.sh
. "$OMENDB_ROOT/scripts/test.d/lib/checks.sh"
# shellcheck source=scripts/test.d/lib/server.sh
. "$OMENDB_ROOT/scripts/test.d/lib/server.sh"

command -v psql >/dev/null || skip 'psql is not installed'

# session ARGUMENT...: psql without a person's own settings; both its outputs land in $TMPDIR/out.
session() {
  PGCONNECT_TIMEOUT=10 PGCLIENTENCODING=UTF8 psql -X -h 127.0.0.1 -p "$port" -U postgres -d postgres "$@" \
    >"$TMPDIR/out" 2>&1
}

# says WORD...: every word is in what the last session wrote.
says() {
  for word in "$@"; do
    if ! grep -q -e "$word" "$TMPDIR/out"; then
      printf 'not said: %s\n' "$word"
      cat "$TMPDIR/out"
      return 1
    fi
  done
}

# answers EXPECTED ARGUMENT...: the session's bare output is this.
answers() {
  expected=$1
  shift
  session -At "$@"
  [ "$(cat "$TMPDIR/out")" = "$expected" ] || {
    cat "$TMPDIR/out"
    return 1
  }
}

# lists COMMAND WORD...: a command of psql succeeds and shows the words.
lists() {
  command=$1
  shift
  session -v ON_ERROR_STOP=1 -c "$command" && says "$@"
}

# fails STATUS ARGUMENT...
fails() {
  expected=$1
  shift
  session "$@"
  [ $? -eq "$expected" ]
}

check 'a server starts' start_server "$TMPDIR/data" || finish

# --- The lists ------------------------------------------------------------------------------------------------------

session -c "CREATE TABLE goods (id serial PRIMARY KEY, name varchar(20) NOT NULL DEFAULT 'x', price numeric(10,2))"
check 'a table is made' says 'CREATE TABLE'
check '\d' lists '\d' 'goods' 'goods_id_seq' 'sequence'
check '\dt' lists '\dt' 'public | goods | table | postgres'
check '\dt+' lists '\dt+' 'permanent' ' 0 bytes '
check '\d+' lists '\d+ goods' 'goods_pkey'
check '\di+' lists '\di+' 'goods_pkey.* [1-9][0-9]* bytes'
check '\l+' lists '\l+' 'pg_default'
check '\di' lists '\di' 'goods_pkey'
check '\ds' lists '\ds' 'goods_id_seq'
check '\l' lists '\l' 'UTF8'
check '\dn' lists '\dn' 'public'
check '\df' lists '\df' 'List of functions'
check '\db' lists '\db' 'pg_default'
check '\conninfo' lists '\conninfo' '"postgres"'

# --- COPY -----------------------------------------------------------------------------------------------------------

printf '1\ta\\tb\t1.50\n2\t\\\\\t\\N\n3\t\303\274\t-3.00\n' >"$TMPDIR/rows.txt"
printf '4,"with, comma",4.25\n5,"with ""quotes""",\n' >"$TMPDIR/rows.csv"
check '\copy takes text' lists "\\copy goods from '$TMPDIR/rows.txt'" 'COPY 3'
check '\copy gives it back' lists "\\copy goods to '$TMPDIR/back.txt'" 'COPY 3'
check 'as it was' cmp "$TMPDIR/rows.txt" "$TMPDIR/back.txt"
check '\copy takes CSV' lists "\\copy goods from '$TMPDIR/rows.csv' csv" 'COPY 2'
check '\copy of a query gives it back' lists \
  "\\copy (select * from goods where id > 3 order by id) to '$TMPDIR/back.csv' csv" 'COPY 2'
check 'as it was' cmp "$TMPDIR/rows.csv" "$TMPDIR/back.csv"
printf 'COPY goods (id, name) FROM STDIN;\n6\tsix\n7\tseven\n\\.\nCOPY (SELECT 1, NULL) TO STDOUT;\n' \
  >"$TMPDIR/copy.sql"
check 'COPY in a script' lists "\\i $TMPDIR/copy.sql" 'COPY 2' '1.\\N'
printf 'COPY goods (id, name) FROM STDIN;\nx\ty\n\\.\n' >"$TMPDIR/bad.sql"
session -f "$TMPDIR/bad.sql"
check 'a bad row is named' says \
  'invalid input syntax for type integer: "x"' 'CONTEXT:  COPY goods, line 1, column id: "x"'

# --- Errors and their places ----------------------------------------------------------------------------------------

check 'an error is status 1' fails 1 -c 'SELECT 1/0'
check 'with its words' says 'ERROR:  division by zero'
session -c "SELECT 'h\303\251' AS x, nothing FROM goods"
check 'a place in a line' says 'column "nothing" does not exist' 'LINE 1:' '^ *^$'
printf 'SELECT *\n  FROM goods\n  WHERE nothing = 1;\n' >"$TMPDIR/third.sql"
session -f "$TMPDIR/third.sql"
check 'a place in the third line' says 'LINE 3:   WHERE nothing = 1;' '^                ^$'
session -c 'SELEC 1'
check 'a word that begins no statement' says 'syntax error at or near "SELEC"' '^        ^$'
session -v VERBOSITY=verbose -c "INSERT INTO goods VALUES (1, 'again')"
check 'a duplicate key' says 'ERROR:  23505: duplicate key value violates unique constraint "goods_pkey"' \
  'DETAIL:  Key (id)=(1) already exists.' 'SCHEMA NAME:  public' 'TABLE NAME:  goods' 'CONSTRAINT NAME:  goods_pkey'

# --- Transactions ---------------------------------------------------------------------------------------------------

check 'several statements of one message are one transaction' fails 1 \
  -c "INSERT INTO goods (id) VALUES (100); SELECT 1/0; INSERT INTO goods (id) VALUES (101)"
check 'of which nothing is left' answers 0 -c 'SELECT count(*) FROM goods WHERE id >= 100'
printf 'INSERT INTO goods (id) VALUES (102);\nSELECT 1/0;\n' >"$TMPDIR/half.sql"
check '-1 is one transaction' fails 3 -1 -v ON_ERROR_STOP=1 -f "$TMPDIR/half.sql"
check 'of which nothing is left' answers 0 -c 'SELECT count(*) FROM goods WHERE id >= 100'
session -c 'BEGIN' -c 'SELECT 1/0' -c 'SELECT 1' -c 'COMMIT'
check 'a failed transaction hears nothing but its end' says \
  'current transaction is aborted, commands ignored until end of transaction block' 'ROLLBACK'

# --- The rest -------------------------------------------------------------------------------------------------------

# scripted LINE...: psql reads the lines as it reads a file, commands of its own among them.
scripted() {
  printf '%s\n' "$@" >"$TMPDIR/script.sql"
  session -v ON_ERROR_STOP=1 -f "$TMPDIR/script.sql"
}

scripted 'SELECT 1 AS a, 1.5::numeric(10,2) AS n \gdesc'
check '\gdesc' says 'a *| integer' 'n *| numeric(10,2)'
scripted "SELECT 42 AS x \\gset" "\\echo :x"
check '\gset' says '^42$'
scripted 'SELECT 1 AS a \gx'
check '\gx' says 'RECORD 1'
session -c 'SELECT i, i * 2 AS twice FROM generate_series(1, 100000) i'
check 'a long result' says '| 200000' '(100000 rows)'


stop_server
check 'the server ends with status zero' [ "$server_status" -eq 0 ]

finish
