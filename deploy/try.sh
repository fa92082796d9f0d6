#!/usr/bin/env bash
# Tries Dockerfile and compose.yaml in earnest: builds the image, starts a PostgreSQL, servers and workers, and looks from outside whether
# they do what they should; then the same with RabbitMQ and the job router. What it starts it takes away again.
#
#   mvn -DskipTests package && deploy/try.sh
#
# Uses the Docker engine that answers, and Compose 2. Where none answers, root gets one of its own in a folder of its own, out of the Debian
# packages docker.io, iptables and debootstrap; it touches no firewall, and what the registries' images are for is then made of Debian's packages as well.
# Takes about five minutes there, and half a minute where engine and images are. KEEP=DIR keeps that engine's images for the next time.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd -P)
work=${KEEP:-$(mktemp -d)}
mkdir -p "$work"
project=orchestrator-try
is_started=''

# shellcheck source=deploy/engine.sh
. "$root/deploy/engine.sh"

stop() {
    code=$?
    trap - EXIT INT TERM
    if [ -n "$is_started" ]; then
        [ "$code" = 0 ] || composed logs --tail 40 >&2 || :
        COMPOSE_PROFILES=router composed down --volumes --timeout 10 >>"$work/log" 2>&1 || :
    fi
    if [ -n "$engine" ]; then
        stop_engine
    fi
    [ -n "${KEEP:-}" ] || rm -rf "$work"
    exit "$code"
}
trap stop EXIT
trap 'exit 130' INT TERM

# ---- images, where there is no registry

make_java() {
    made_of eclipse-temurin:17-jre <<'TEXT'
FROM debian:bookworm
RUN apt-get update && apt-get install -y --no-install-recommends openjdk-17-jre-headless && rm -rf /var/lib/apt/lists/*
TEXT
}

make_rabbitmq() {
    made_of rabbitmq:3.13 <<'TEXT'
FROM debian:bookworm
RUN apt-get update && apt-get install -y --no-install-recommends rabbitmq-server && rm -rf /var/lib/apt/lists/* \
    && printf '%s\n' '#!/bin/sh' 'set -eu' \
    'printf "loopback_users = none\ndefault_user = %s\ndefault_pass = %s\n" "$RABBITMQ_DEFAULT_USER" "$RABBITMQ_DEFAULT_PASS" >/etc/rabbitmq/rabbitmq.conf' \
    'exec /usr/lib/rabbitmq/bin/rabbitmq-server' >/entrypoint \
    && chmod +x /entrypoint && chown -R rabbitmq: /etc/rabbitmq /var/lib/rabbitmq
VOLUME /var/lib/rabbitmq
USER rabbitmq
ENTRYPOINT ["/entrypoint"]
TEXT
}

# ---- what is tried

composed() {
    docker compose --project-name "$project" --file "$root/compose.yaml" "$@"
}

orc() {
    "$orc" "$@"
}

# What must be so, said when it is.
holds() {
    what=$1
    shift
    "$@" >"$work/said" 2>&1 || {
        cat "$work/said" >&2
        fail "NOT SO: $what"
    }
    say "  $what"
}

# Whether what a command prints has a text in it.
says() {
    text=$1
    shift
    answer=$("$@" 2>&1) || return 1
    echo "$answer"
    [[ $answer == *"$text"* ]]
}

ends_with() {
    code=$1
    shift
    "$@" && ended=0 || ended=$?
    [ "$ended" = "$code" ] || { echo "exit code $ended instead of $code" && return 1; }
}

inspected() {
    docker inspect --format "$2" "$(composed ps -q "$1")"
}

is_healthy() {
    [ "$(inspected server '{{.State.Health.Status}}')" = healthy ]
}

within() {
    seconds=$1
    shift
    for _ in $(seq "$seconds"); do
        ! "$@" >/dev/null 2>&1 || return 0
        sleep 1
    done
    "$@"
}

cannot_write() {
    ! composed exec -T server touch "$1"
}

for archive in "$root"/orchestrator-dist/target/orchestrator-*.tar.gz; do :; done
[ -f "$archive" ] || fail "There is no $archive: 'mvn -DskipTests package' makes it."
command -v docker >/dev/null || fail "There is no docker on the PATH, which builds the image (Debian: docker.io)."
docker compose version 2>/dev/null | grep -q 'version v\?[2-9]' ||
    fail "There is no Compose 2 ('docker compose version'; Debian 13: docker-compose), which reads compose.yaml."
docker info >/dev/null 2>&1 || own_engine
tar -C "$work" --strip-components 1 -xzf "$archive" --wildcards '*/bin/orc' '*/lib/orc.jar' '*/lib/order-saga/order-saga.yaml'
orc=$work/bin/orc
export ORCHESTRATOR_CONFIG=$work/contexts.json ORCHESTRATOR_URL=http://127.0.0.1:8080
if [ -n "$engine" ]; then
    make_debian
    make_java
    make_postgres
fi

say "Building the image ..."
is_started=yes
composed build >>"$work/log" 2>&1 || fail "The image cannot be built: $(tail -n 3 "$work/log")"
say "Starting PostgreSQL, server and worker ..."
composed up -d >>"$work/log" 2>&1 || fail "compose.yaml does not start: $(tail -n 3 "$work/log")"
holds 'the server is healthy, says its container' within 180 is_healthy
holds 'it is not root' says '10001:10001' inspected server '{{.Config.User}}'
holds 'its root is read-only' says true inspected server '{{.HostConfig.ReadonlyRootfs}}'
holds 'it can write nothing of its own' cannot_write /opt/orchestrator/x
holds 'it can write nothing beside it' cannot_write /etc/x
holds 'a definition is taken, from outside' orc workflow apply -f "$work/lib/order-saga/order-saga.yaml"
holds 'an order is done by the worker' ends_with 0 orc start shop/order-saga -i orderId=t1 -i customerId=kim -i total=99.5 --wait=60s
holds 'a declined one is undone' ends_with 6 orc start shop/order-saga -i orderId=t2 -i customerId=kim -i total=99.5 -i card=declined --wait=60s
holds 'a server that is killed is started again' docker kill "$(composed ps -q server)"
composed up -d >>"$work/log" 2>&1
holds 'and is healthy again' within 180 is_healthy
holds 'and knows what was done' says COMPLETED orc instance describe t1
holds 'it stops within its time' composed stop --timeout 20 server

[ -z "$engine" ] || make_rabbitmq
say "With RabbitMQ and the job router ..."
export COMPOSE_PROFILES=router
composed up -d >>"$work/log" 2>&1 || fail "compose.yaml does not start with its profile: $(tail -n 3 "$work/log")"
holds 'the server is healthy' within 180 is_healthy
holds 'jobs flow' within 60 orc router status
holds 'a job is registered' orc router register calculate -i '{"numbers": [1, 2, 3]}' --id t3
holds 'and done by the worker, through the broker' within 60 says completed orc router jobs
say "All of it is so."
