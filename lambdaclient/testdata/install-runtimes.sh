#!/usr/bin/env bash
# Installs the official Lambda runtime interface clients into DIR, for the tests that run them against our Runtime API.
#
#   install-runtimes.sh DIR
#   COGNITWO_TEST_RUNTIMES=DIR go test ./lambdaclient/...
#
# They are native packages: Node's compiles curl and aws-lambda-cpp (minutes), Python's compiles aws-lambda-cpp.
# Each is kept in a folder named after its version, so a second run does nothing and takes no time.
# Rust's and Java's are libraries, so that what is installed is the tests' functions with the clients in them: the versions
# are those of Cargo.toml and pom.xml.
set -euo pipefail

node_versions=(4.0.2 3.3.0)
python_version=4.0.1
sources=$(cd "$(dirname "$0")/../runtimeapi/testdata" && pwd)

if [ $# -ne 1 ]; then
  echo "usage: $0 DIR" >&2
  exit 2
fi
mkdir -p "$1"
dir=$(cd "$1" && pwd)

# The build tools, by command and Debian package; 3.3.0 of the Node client also needs the autotools.
install_tools() {
  local missing=()
  command -v cmake >/dev/null || missing+=(cmake)
  command -v g++ >/dev/null || missing+=(g++)
  command -v make >/dev/null || missing+=(make)
  command -v autoreconf >/dev/null || missing+=(autoconf automake)
  command -v libtoolize >/dev/null || missing+=(libtool)
  [ ${#missing[@]} -eq 0 ] && return
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "$0: please install: ${missing[*]}" >&2
    exit 1
  fi
  apt-get update -q
  DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
}

install_node() {
  local target="$dir/node-$1"
  [ -e "$target/done" ] && return
  install_tools
  rm -rf "$target" && mkdir -p "$target"
  (cd "$target" && npm init -y >/dev/null && npm install --no-audit --no-fund "aws-lambda-ric@$1")
  # What the package's install scripts build; npm may be set up not to run such scripts.
  if ! find "$target/node_modules/aws-lambda-ric" -name rapid-client.node | grep -q .; then
    echo "$0: the native part of aws-lambda-ric $1 was not built" >&2
    exit 1
  fi
  touch "$target/done"
}

install_python() {
  local target="$dir/python-$1"
  [ -e "$target/done" ] && return
  install_tools
  rm -rf "$target" && python3 -m venv "$target"
  "$target/bin/pip" install --quiet "awslambdaric==$1"
  "$target/bin/python" -c 'import runtime_client'
  touch "$target/done"
}

for version in "${node_versions[@]}"; do
  install_node "$version"
done
install_python "$python_version"

install_rust() { # cargo itself sees whether there is anything to do
  cargo build --quiet --locked --manifest-path "$sources/rust/Cargo.toml" --target-dir "$dir/rust"
}

install_java() {
  local target="$dir/java"
  if [ ! -e "$target/jni" ] || ! cmp -s "$sources/java/pom.xml" "$target/pom.xml"; then
    rm -rf "$target" && mkdir -p "$target"
    mvn --quiet --batch-mode --file "$sources/java/pom.xml" dependency:copy-dependencies "-DoutputDirectory=$target/lib"
    (cd "$target" && jar xf lib/aws-lambda-java-runtime-interface-client-*.jar jni)
    cp "$sources/java/pom.xml" "$target/pom.xml"
  fi
  if ! cmp -s "$sources/java/Handlers.java" "$target/Handlers.java"; then
    javac -cp "$target/lib/*" -d "$target/classes" "$sources/java/Handlers.java"
    cp "$sources/java/Handlers.java" "$target/Handlers.java"
  fi
}

install_rust
install_java
