#!/usr/bin/env bash
# Plays the tests of this module on a PostgreSQL in a container, on the Docker engine that answers; where none does, root gets one in a folder of its own
# (deploy/engine.sh), which is taken away again. KEEP=DIR keeps its images for the next time.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd -P)
work=${KEEP:-$(mktemp -d)}
mkdir -p "$work"

# shellcheck source=deploy/engine.sh
. "$root/deploy/engine.sh"

stop() {
    code=$?
    trap - EXIT INT TERM
    [ -z "$engine" ] || stop_engine
    [ -n "${KEEP:-}" ] || rm -rf "$work"
    exit "$code"
}
trap stop EXIT
trap 'exit 130' INT TERM

if ! docker info >/dev/null 2>&1; then
    own_engine
    make_debian
    make_postgres
    # Helpers of Testcontainers that come from a registry: one that cleans up, and one that it looks for its gateway with when it is in a container itself.
    export TESTCONTAINERS_RYUK_DISABLED=true
    docker tag debian:bookworm alpine:3.17
fi
image postgres:17 || docker pull postgres:17
cd "$root"
# shellcheck disable=SC2086
mvn -B -ntp ${MAVEN_ARGS_MORE:-} -pl orchestrator-test-postgresql -am test -Dtest='OrderSagaOnPostgresTest,DurabilityTest' -Dsurefire.failIfNoSpecifiedTests=false 2>&1 |
    tee "$work/tests.log" | grep -E 'Sagas are tested on|Tests run:|BUILD' || :

holds() {
    grep -q "$1" "$work/tests.log" || {
        tail -n 60 "$work/tests.log" >&2
        fail "$2"
    }
}
holds 'BUILD SUCCESS' 'The tests are not green.'
holds 'Sagas are tested on PostgreSQL in a container of postgres:17' 'The tests were not played in a container.'
