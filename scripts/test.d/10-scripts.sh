#!/bin/sh
# The scripts themselves: how they find a JDK and Maven, when they build, and under which shells, users and paths.
#
# Discovery and the content stamp are tried on a small tree with programs that stand for java and mvn and write down how
# they were called; the run at the end is the product's own, in a copy of this tree.
set -u

# shellcheck source=scripts/test.d/lib/checks.sh
. "$OMENDB_ROOT/scripts/test.d/lib/checks.sh"

# --- The language ---------------------------------------------------------------------------------------------------

shellcheck=$(command -v shellcheck) || skip 'shellcheck is not installed'
dash=$(command -v dash) || skip 'dash is not installed'

(cd "$OMENDB_ROOT" && "$shellcheck" -S warning -x scripts/omendb scripts/test scripts/jcstress scripts/toolchain.sh \
  .ci/run scripts/test.d/*.sh scripts/test.d/lib/*.sh)
check 'shellcheck finds nothing' [ $? -eq 0 ]
for file in "$OMENDB_ROOT/scripts/omendb" "$OMENDB_ROOT/scripts/test" "$OMENDB_ROOT/scripts/jcstress"; do
  check "dash reads $(basename "$file")" "$dash" -n "$file"
  check "bash, posix, reads $(basename "$file")" bash --posix -n "$file"
done

# --- A small tree ---------------------------------------------------------------------------------------------------

tree="$TMPDIR/a tree with spaces"
calls=$TMPDIR/calls
tools=$TMPDIR/tools

# stand_in_jdk DIR VERSION [without-compiler]
stand_in_jdk() {
  mkdir -p "$1/bin"
  cat >"$1/bin/java" <<END
#!/bin/sh
if [ "\$1" = -XshowSettings:properties ]; then
  echo '    java.home = $1' >&2
  echo '    java.specification.version = $2' >&2
  exit 0
fi
echo "java $2 \$*" >>'$calls'
END
  chmod +x "$1/bin/java"
  if [ $# -lt 3 ]; then
    cp "$1/bin/java" "$1/bin/javac"
  fi
}

# The stand-in for Maven leaves the jar that the real one would, and fails where a file asks it to.
stand_in_maven() {
  mkdir -p "$1"
  cat >"$1/mvn" <<END
#!/bin/sh
echo "mvn \$*" >>'$calls'
[ -e ./fails ] && exit 1
mkdir -p target && : >target/omendb-9.9.9.jar
END
  chmod +x "$1/mvn"
}

mkdir -p "$tree/scripts" "$tree/.mvn" "$tree/engine/src/main/java" "$tree/engine/src/test/java"
cp "$OMENDB_ROOT/scripts/omendb" "$OMENDB_ROOT/scripts/toolchain.sh" "$tree/scripts/"
printf '<project>\n  <version>9.9.9</version>\n</project>\n' >"$tree/pom.xml"
echo '<project/>' >"$tree/engine/pom.xml"
echo 'class A {}' >"$tree/engine/src/main/java/A.java"
echo 'class T {}' >"$tree/engine/src/test/java/T.java"
stand_in_jdk "$TMPDIR/jdk old" 17
stand_in_jdk "$TMPDIR/jdk runtime" 25 without-compiler
stand_in_jdk "$TMPDIR/jdk new" 25
stand_in_jdk "$TMPDIR/home/.sdkman/candidates/java/27-tem" 27
stand_in_maven "$tools"
mkdir "$TMPDIR/nothing"
for program in sh cat sed head find sort cksum mkdir rm ln ps dirname basename readlink sleep grep; do
  ln -s "$(command -v "$program")" "$TMPDIR/nothing/$program"
done
plain=$TMPDIR/nothing

# omendb PATH [NAME=VALUE...] -- ARGUMENT...: runs the small tree's launcher in an empty environment.
omendb() {
  path=$1
  shift
  environment=
  while [ "$1" != -- ]; do
    environment="$environment$1
"
    shift
  done
  shift
  if [ -n "$environment" ]; then
    $place env -i PATH="$path" "${environment%?}" "$dash" "$tree/scripts/omendb" "$@"
  else
    $place env -i PATH="$path" "$dash" "$tree/scripts/omendb" "$@"
  fi >"$TMPDIR/out" 2>"$TMPDIR/err"
  status=$?
}

maven_calls() {
  if [ -f "$calls" ]; then grep -c '^mvn ' "$calls"; else echo 0; fi
}

# on_bare_machine COMMAND...: runs it where nothing lies in the places in which the launcher looks by itself.
on_bare_machine() {
  # shellcheck disable=SC2016
  unshare --mount sh -c '
    for hidden in /usr/lib/jvm /usr/share/maven /opt; do
      if [ -d "$hidden" ]; then
        mount -t tmpfs none "$hidden" || exit 1
      fi
    done
    exec "$@"' sh "$@"
}

place=
bare=
if [ "$(id -u)" -eq 0 ] && on_bare_machine true 2>/dev/null; then
  bare=on_bare_machine
fi

# --- Which JDK ------------------------------------------------------------------------------------------------------

: >"$calls"
omendb "$tools:$plain" "JAVA_HOME=$TMPDIR/jdk new" -- serve --port 0
check 'JAVA_HOME is taken' [ "$status" -eq 0 ]
check 'the verb and its arguments are handed on' grep -q 'omendb-9.9.9.jar serve --port 0$' "$calls"
check 'the flags of the product are handed on' grep -q 'java 25 --add-opens=java.base/jdk.internal.misc' "$calls"

: >"$calls"
omendb "$TMPDIR/jdk new/bin:$tools:$plain" "JAVA_HOME=$TMPDIR/jdk old" -- --version
check 'a JAVA_HOME that is too old is passed over' grep -q '^java 25 .*--version$' "$calls"

: >"$calls"
omendb "$TMPDIR/jdk runtime/bin:$tools:$plain" "JAVA_HOME=$TMPDIR/jdk new" -- --version
check 'JAVA_HOME goes before the PATH' grep -q '^java 25 .*--version$' "$calls"

: >"$calls"
omendb "$TMPDIR/jdk old/bin:$tools:$plain" "SDKMAN_DIR=$TMPDIR/home/.sdkman" -- build
check 'an older JDK first on the PATH does not stand in the way' [ "$status" -eq 0 ]

if [ -n "$bare" ]; then
  place=$bare
  : >"$calls"
  omendb "$TMPDIR/jdk old/bin:$tools:$plain" "SDKMAN_DIR=$TMPDIR/home/.sdkman" -- --version
  check "SDKMAN's JDK is found behind an older one on the PATH" grep -q '^java 27 ' "$calls"
  omendb "$TMPDIR/jdk old/bin:$tools:$plain" "JAVA_HOME=$TMPDIR/jdk runtime" -- --version
  check 'without a JDK the status is 2' [ "$status" -eq 2 ]
  check 'without a JDK one line says how to get it' one_line_naming "$TMPDIR/err" \
    'apt install' 'brew install' 'sdk install'

  rm -rf "$tree/target"
  omendb "$plain" "JAVA_HOME=$TMPDIR/jdk new" -- --version
  check 'without Maven the status is 2' [ "$status" -eq 2 ]
  check 'without Maven one line says how to get it' one_line_naming "$TMPDIR/err" \
    'apt install' 'brew install' 'sdk install'
  place=
else
  echo 'not shown here: the two hints, since only root on Linux can hide what is installed'
fi

# --- When it builds -------------------------------------------------------------------------------------------------

build() {
  omendb "$tools:$plain" "JAVA_HOME=$TMPDIR/jdk new" -- build
}

rm -rf "$tree/target"
: >"$calls"
build
check 'the first call builds' [ "$(maven_calls)" -eq 1 ]
check 'build names the jar' [ "$(cat "$TMPDIR/out")" = "$tree/target/omendb-9.9.9.jar" ]
build
check 'the second call does not' [ "$(maven_calls)" -eq 1 ]
touch "$tree/engine/src/main/java/A.java"
build
check 'a new time alone does not' [ "$(maven_calls)" -eq 1 ]
echo 'class B {}' >"$tree/engine/src/main/java/A.java"
build
check 'a changed source builds' [ "$(maven_calls)" -eq 2 ]
echo 'class C {}' >"$tree/engine/src/main/java/C.java"
build
check 'a new source builds' [ "$(maven_calls)" -eq 3 ]
mv "$tree/engine/src/main/java/C.java" "$tree/engine/src/main/java/D.java"
build
check 'a renamed source builds' [ "$(maven_calls)" -eq 4 ]
rm "$tree/engine/src/main/java/D.java"
build
check 'a removed source builds' [ "$(maven_calls)" -eq 5 ]
echo '<project> </project>' >"$tree/engine/pom.xml"
build
check 'a changed pom builds' [ "$(maven_calls)" -eq 6 ]
echo '-Xmx1g' >"$tree/.mvn/jvm.config"
build
check 'changed options of Maven build' [ "$(maven_calls)" -eq 7 ]
rm "$tree/target/omendb-9.9.9.jar"
build
check 'a missing jar builds' [ "$(maven_calls)" -eq 8 ]
echo 'class E {}' >"$tree/engine/src/main/java/A.java"
: >"$tree/fails"
build
check 'a failed build is a failure' [ "$status" -eq 1 ]
check 'a failed build leaves no lock' [ ! -e "$tree/target/build.lock" ]
rm "$tree/fails"
build
check 'after a failed build the next call builds' [ "$(maven_calls)" -eq 10 ]
echo 'class F {}' >"$tree/engine/src/main/java/A.java"
echo 999999999 >"$tree/target/build.lock"
build
check 'the lock of a dead process is passed' [ "$status" -eq 0 ]

ln -s "$tree/scripts/omendb" "$TMPDIR/link"
: >"$calls"
env -i PATH="$tools:$plain" JAVA_HOME="$TMPDIR/jdk new" "$dash" "$TMPDIR/link" --version
check 'a symbolic link to the launcher works' grep -q -- '--version$' "$calls"

# --- The runner of the suites ---------------------------------------------------------------------------------------

mkdir "$tree/scripts/test.d"
cp "$OMENDB_ROOT/scripts/test" "$tree/scripts/"
echo 'exit 0' >"$tree/scripts/test.d/1-good.sh"
printf 'echo no such client\nexit 77\n' >"$tree/scripts/test.d/2-absent.sh"
echo 'exit 3' >"$tree/scripts/test.d/3-bad.sh"

# run_suites CI SUITE...
run_suites() {
  env -i PATH="$tools:$plain:/usr/bin:/bin" JAVA_HOME="$TMPDIR/jdk new" TMPDIR="$TMPDIR" CI="$1" \
    "$dash" "$tree/scripts/test" "$2" "$3" "$4" >"$TMPDIR/out" 2>&1
  status=$?
}

run_suites '' good absent nothing
check 'a skipped suite is no failure' [ "$status" -eq 0 ]
check 'a skipped suite is named with its reason' grep -q '^skipped  absent: no such client$' "$TMPDIR/out"
check 'the last line counts' grep -q '^1 passed, 0 failed, 1 skipped$' "$TMPDIR/out"
run_suites true good absent nothing
check 'in CI a skipped suite is a failure' [ "$status" -ne 0 ]
run_suites '' good bad absent
check 'a failed suite fails the run' [ "$status" -ne 0 ]
check 'and the others still run' grep -q '^1 passed, 1 failed, 1 skipped$' "$TMPDIR/out"
run_suites '' nothing nothing nothing
check 'a name that is no suite is an error' [ "$status" -ne 0 ]

# --- The product, by another user, elsewhere ------------------------------------------------------------------------

setpriv=$(command -v setpriv) || skip 'setpriv is not installed'
[ "$(id -u)" -eq 0 ] || skip 'only root can become another user'

copy="$TMPDIR/a copy with spaces"
mkdir -p "$copy"
(cd "$OMENDB_ROOT" && find pom.xml .mvn scripts ./*/pom.xml ./*/src/main target/omendb* perf/target/perf-*.jar \
  perf/target/lib -type f -print | tar -cf - -T - ) | tar -xf - -C "$copy"
chmod -R a+rX "$copy"
chmod a+rx "$TMPDIR" "$(dirname "$TMPDIR")"
as_nobody() {
  "$setpriv" --reuid=65534 --regid=65534 --clear-groups env -i "$@"
}

as_nobody "$dash" "$copy/scripts/omendb" --version >"$TMPDIR/out" 2>"$TMPDIR/err"
check 'another user runs the product from a path with spaces' [ $? -eq 0 ]
check 'which says its version' grep -q "$(basename "$OMENDB_JAR" .jar | sed 's/omendb-//')" "$TMPDIR/out"
check 'and writes nothing on stderr' [ ! -s "$TMPDIR/err" ]
as_nobody bash --posix "$copy/scripts/omendb" --help >"$TMPDIR/out" 2>"$TMPDIR/err"
check 'under bash as well' [ $? -eq 0 ]
echo ' ' >>"$copy/engine/pom.xml"
as_nobody "$dash" "$copy/scripts/omendb" --version >"$TMPDIR/out" 2>"$TMPDIR/err"
check 'where it may not build, one line says so' one_line_naming "$TMPDIR/err" 'cannot write'

finish
