#!/bin/sh
# run.sh [JOBS [ROUNDS]]: the queue of W4 on graphile-worker, on a PostgreSQL as ./orchestrator bench starts it.
# Needs node, npm, and one ./orchestrator bench or dev before, which leaves the PostgreSQL it uses in .orchestrator/cache.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
state=$here/../../../.orchestrator
for bin in "$state"/cache/postgres-*/bin; do :; done
[ -x "$bin/initdb" ] || { echo "There is no PostgreSQL in $state/cache: start ./orchestrator dev once." >&2; exit 1; }

mkdir -p "$state/peers"
work=$(mktemp -d "$state/peers/graphile-worker-XXXXXX")
# PostgreSQL does not run as root.
as=''
if [ "$(id -u)" = 0 ]; then
    as='setpriv --reuid=65534 --regid=65534 --clear-groups'
    chown 65534:65534 "$work"
fi
cp "$here/package.json" "$here/queue.mjs" "$work"
(cd "$work" && npm install --silent --no-audit --no-fund)

port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
$as "$bin/initdb" -D "$work/data" -U bench -A trust --no-sync >"$work/initdb.log"
$as "$bin/postgres" -D "$work/data" -p "$port" -k '' -c listen_addresses=127.0.0.1 -c shared_buffers=1GB -c max_wal_size=8GB \
    -c checkpoint_timeout=15min -c shared_preload_libraries=pg_stat_statements -c pg_stat_statements.track_utility=off \
    >"$work/postgres.log" 2>&1 &
postgres=$!
trap 'kill -INT $postgres; wait $postgres || :; rm -rf "$work"' EXIT
(cd "$work" && node queue.mjs "postgres://bench@127.0.0.1:$port/postgres" "$postgres" "${1:-50000}" "${2:-4}")
