# Sourced by scripts/omendb and scripts/test after they set `root`. Finds the JDK and Maven, knows when the product has
# to be built, and builds it. POSIX sh: dash, bash 3.2, no GNU extras.
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # `root` comes from the file that sources this one, `java` and the flags go there.

least_jdk=25
version=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' "$root/pom.xml" | head -n 1)
jar=$root/target/omendb-$version.jar
stamp_file=$root/target/omendb.stamp

# An empty environment leaves the shell a PATH of its own that it does not hand on.
PATH=${PATH:-/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin}
export PATH

# What the product asks of the JVM. The jar's manifest says the same to `java -jar`.
jvm_flags='--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED --enable-native-access=ALL-UNNAMED'

# The server's memory. Rows, indexes and versions lie outside the heap, in up to three quarters of the machine; the heap
# holds plans and what sorts and hash tables keep, which is bounded per statement. It begins small, so that a small
# database is a small process, and may take a fifth. Class space and code cache reserve addresses only, but by default
# more of them than a process under `ulimit -v` may have.
server_flags='-XX:MaxRAMPercentage=20 -Xms32m -XX:CompressedClassSpaceSize=128m -XX:ReservedCodeCacheSize=128m'

fail() {
  printf '%s\n' "omendb: $2" >&2
  exit "$1"
}

# Sets JAVA_HOME to the home of the `java` at $1 if that is one of a JDK (not only a runtime) that is new enough. Asking
# the program itself sees through symbolic links and through stubs such as the one in macOS's /usr/bin.
accept_java() {
  [ -x "$1" ] || return 1
  # Small, so that it also runs where address space is limited.
  properties=$("$1" -XshowSettings:properties -Xmx32m -XX:CompressedClassSpaceSize=32m \
    -XX:ReservedCodeCacheSize=32m -version 2>&1) || return 1
  feature=$(printf '%s\n' "$properties" | sed -n 's/^ *java\.specification\.version = \([0-9]*\).*/\1/p')
  home=$(printf '%s\n' "$properties" | sed -n 's/^ *java\.home = //p')
  [ "${feature:-0}" -ge "$least_jdk" ] && [ -x "$home/bin/javac" ] || return 1
  JAVA_HOME=$home
  java=$home/bin/java
  export JAVA_HOME
}

find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && accept_java "$JAVA_HOME/bin/java"; then
    return
  fi
  if on_path=$(command -v java) && accept_java "$on_path"; then
    return
  fi
  for candidate in \
    /usr/lib/jvm/*/bin/java \
    "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/*/bin/java \
    /opt/homebrew/opt/openjdk*/bin/java \
    /usr/local/opt/openjdk*/bin/java \
    /home/linuxbrew/.linuxbrew/opt/openjdk*/bin/java \
    /Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java \
    "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java \
    /opt/*/bin/java; do
    if accept_java "$candidate"; then
      return
    fi
  done
  fail 2 "no JDK $least_jdk or newer found; get one with 'apt install openjdk-25-jdk', 'brew install openjdk' or\
 'sdk install java 25.0.1-tem', or set JAVA_HOME"
}

find_maven() {
  if maven=$(command -v mvn); then
    return
  fi
  for maven in \
    "${MAVEN_HOME:-/nowhere}/bin/mvn" \
    "${SDKMAN_DIR:-${HOME:-}/.sdkman}/candidates/maven/current/bin/mvn" \
    /opt/homebrew/bin/mvn \
    /usr/local/bin/mvn \
    /home/linuxbrew/.linuxbrew/bin/mvn \
    /usr/share/maven/bin/mvn \
    /opt/maven/bin/mvn; do
    if [ -x "$maven" ]; then
      return
    fi
  done
  fail 2 "no Maven found; get it with 'apt install maven', 'brew install maven' or 'sdk install maven'"
}

# One number for the contents and names of all that the product is built from. Not times: a checkout of another branch
# and back builds nothing.
source_stamp() {
  (cd "$root" && find pom.xml .mvn ./*/pom.xml ./*/src/main -type f \
    ! -name '*~' ! -name '.*.sw?' ! -name '.#*' ! -name '.DS_Store' -exec cksum {} + | LC_ALL=C sort | cksum)
}

is_built() {
  [ -f "$jar" ] && [ -f "$stamp_file" ] && [ "$(cat "$stamp_file")" = "$(source_stamp)" ]
}

# mark_built STAMP, which was taken before the build began: what changed meanwhile is built the next time.
mark_built() {
  [ -f "$jar" ] || fail 1 "the build left no $jar"
  printf '%s\n' "$1" >"$stamp_file"
}

# Two commands started at once must not build in the same directories: the second waits and finds the work done. The
# lock is a file that appears together with its content, the number of the process that builds.
lock_build() {
  lock=$root/target/build.lock
  if ! mkdir -p "$root/target" 2>/dev/null || [ ! -w "$root/target" ]; then
    fail 1 "cannot write to $root/target"
  fi
  echo "$$" >"$lock.$$"
  until ln "$lock.$$" "$lock" 2>/dev/null; do
    holder=$(cat "$lock" 2>/dev/null || echo "$$")
    if ps -p "$holder" >/dev/null 2>&1; then
      sleep 1
    else
      rm -f "$lock"
    fi
  done
  rm -f "$lock.$$"
  trap 'rm -f "$lock"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

unlock_build() {
  rm -f "$lock"
  trap - EXIT INT TERM
}

# Tests and checks belong to scripts/test; what a stranger starts is built without them.
build_if_changed() {
  if is_built; then
    return
  fi
  find_maven
  lock_build
  if ! is_built; then
    stamp=$(source_stamp)
    echo "omendb: building $version (the first build also fetches what it needs)" >&2
    if ! (cd "$root" && "$maven" -q -B -ntp -Dstyle.color=never -pl pgwire,perf,jmh -am package \
      -Dmaven.test.skip=true -Denforcer.skip=true -Dforbiddenapis.skip=true) >&2; then
      fail 1 "the build failed"
    fi
    mark_built "$stamp"
  fi
  unlock_build
}
