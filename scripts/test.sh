#!/usr/bin/env bash
# Runs every check and test, on SQLite and on PostgreSQL, from a fresh machine: it brings
# PostgreSQL, Node and Chromium itself when they are missing and says what it did. Needs a Rust toolchain
# and a C compiler.
#
#   ACCORD_TEST_POSTGRES=postgres://…   use this server instead of starting one; the tests create
#                                       and drop databases of their own on it
#   ACCORD_TEST_BROWSER=skip            leave out the dashboard's tests in a browser
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '== %s\n' "$*"; }
stop() { printf 'error: %s\n' "$*" >&2; exit 1; }

command -v cargo >/dev/null || stop "cargo is missing; install Rust from https://rustup.rs"
command -v cc >/dev/null || stop "a C compiler is missing; on Debian: apt-get install gcc libc6-dev"

# ---- PostgreSQL -------------------------------------------------------------------------------
as_postgres() { # initdb and the server refuse to run as root
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

find_postgres() {
  local dir
  for dir in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -Vr) \
             "$(dirname "$(command -v pg_ctl 2>/dev/null || echo /none/pg_ctl)")"; do
    if [ -x "$dir/initdb" ] && [ -x "$dir/pg_ctl" ]; then echo "$dir"; return 0; fi
  done
  return 1
}

install() { # PACKAGE… from Debian; what they are for is said before
  local root=""
  command -v apt-get >/dev/null || stop "$* is missing; install it and run this again"
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || stop "$* is missing; as root: apt-get install $*"
    root="sudo"
  fi
  say "installing Debian's $*"
  $root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

install_postgres() {
  local root=""
  [ "$(id -u)" = 0 ] || root="sudo"
  # No cluster of its own: the tests start a private one.
  $root mkdir -p /etc/postgresql-common
  echo "create_main_cluster = false" | $root tee /etc/postgresql-common/createcluster.conf >/dev/null
  install postgresql
}

start_postgres() {
  local bin port
  bin=$(find_postgres) || { install_postgres; bin=$(find_postgres) || stop "PostgreSQL was installed but not found"; }
  PG_BIN=$bin
  PG_DIR=$(mktemp -d /tmp/accord-test-postgres.XXXXXX)
  trap stop_postgres EXIT
  [ "$(id -u)" != 0 ] || chown postgres "$PG_DIR"
  as_postgres "$bin/initdb" -D "$PG_DIR/data" -U postgres -A trust -E UTF8 --no-sync >"$PG_DIR/initdb.log" 2>&1 ||
    stop "initdb failed: $(tail -n 3 "$PG_DIR/initdb.log")"
  for port in $(seq 54320 54360); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then continue; fi
    if as_postgres "$bin/pg_ctl" -D "$PG_DIR/data" -l "$PG_DIR/data/log" -w start -o \
      "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300" >/dev/null; then
      export ACCORD_TEST_POSTGRES="postgres://postgres@127.0.0.1:$port/postgres"
      say "started $("$bin/postgres" --version) on port $port for the tests"
      return
    fi
  done
  stop "PostgreSQL does not start: $(tail -n 3 "$PG_DIR/data/log")"
}

stop_postgres() {
  as_postgres "$PG_BIN/pg_ctl" -D "$PG_DIR/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$PG_DIR"
}

if [ -n "${ACCORD_TEST_POSTGRES:-}" ]; then
  say "using the PostgreSQL server of ACCORD_TEST_POSTGRES"
else
  start_postgres
fi

# ---- the contract beside that of the last release ----------------------------------------------
command -v npm >/dev/null || install nodejs npm
say "what would break a client (GraphQL Inspector)"
(cd tests/contract && npm ci --ignore-scripts --no-audit --no-fund --silent && node contract.mjs)

# ---- a browser, for the dashboard ---------------------------------------------------------------
if [ "${ACCORD_TEST_BROWSER:-}" = skip ]; then
  say "the dashboard is not tested in a browser: ACCORD_TEST_BROWSER=skip"
else
  [ -x /usr/bin/chromium ] || [ -n "${CHROMIUM:-}" ] || install chromium
  say "what drives the browser: npm ci in dashboard/tests"
  (cd dashboard/tests && npm ci --ignore-scripts --no-audit --no-fund --silent)
fi

# ---- checks and tests, quickest first ----------------------------------------------------------
export INSTA_UPDATE=no
if cargo fmt --version >/dev/null 2>&1; then
  say "format"; cargo fmt --check
else
  say "format: not checked, rustfmt is not installed"
fi
if cargo clippy --version >/dev/null 2>&1; then
  say "lints"; cargo clippy --locked --all-targets --all-features --quiet -- -D warnings
else
  say "lints: not checked, clippy is not installed"
fi
say "the build without what is optional"
cargo check --locked --quiet
say "tests on SQLite and PostgreSQL"
cargo test --locked --all-features
say "all passed"
