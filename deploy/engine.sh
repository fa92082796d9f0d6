# Parts of scripts that try things with Docker: an engine of one's own where none answers, and images where there is no registry.
# Sourced, with $work a folder to work in.
# shellcheck shell=bash disable=SC2154

engine=''

say() {
    printf '%s\n' "$*" >&2
}

fail() {
    say "$*"
    exit 1
}

# An engine of its own for root, out of the Debian packages docker.io, iptables and debootstrap; it touches no firewall.
own_engine() {
    [ "$(id -u)" = 0 ] || fail "No Docker engine answers, and only root can start one: start Docker, or let DOCKER_HOST name an engine."
    lacking=''
    for program in dockerd debootstrap iptables; do
        PATH=$PATH:/usr/sbin:/sbin command -v "$program" >/dev/null || lacking="$lacking $program"
    done
    [ -z "$lacking" ] || fail "No Docker engine answers, and to start one this is missing:$lacking (as root: apt-get install --no-install-recommends docker.io debootstrap iptables)."
    had_bridge=''
    [ ! -e /sys/class/net/docker0 ] || had_bridge=yes
    say "No Docker engine answers: starting one in $work ..."
    PATH=$PATH:/usr/sbin:/sbin dockerd -H "unix://$work/docker.sock" --data-root "$work/data" --exec-root "$work/exec" --pidfile "$work/docker.pid" \
        --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false >"$work/dockerd.log" 2>&1 &
    engine=$!
    export DOCKER_HOST=unix://$work/docker.sock DOCKER_BUILDKIT=0
    for _ in $(seq 60); do
        ! docker info >/dev/null 2>&1 || return 0
        kill -0 "$engine" 2>/dev/null || break
        sleep 0.5
    done
    fail "A Docker engine cannot be started here: $(grep -iE 'level=(fatal|error)|failed' "$work/dockerd.log" | tail -n 1)"
}

stop_engine() {
    kill "$engine" 2>/dev/null || :
    wait "$engine" 2>/dev/null || :
    umount "$work"/exec/netns/* 2>/dev/null || :
    [ -n "$had_bridge" ] || ip link del docker0 2>/dev/null || :
}

# ---- images, where there is no registry

image() {
    docker image inspect "$1" >/dev/null 2>&1
}

made_of() {
    tag=$1
    mkdir -p "$work/$tag"
    cat >"$work/$tag/Dockerfile"
    docker build --network=host -t "$tag" "$work/$tag" >>"$work/log" 2>&1 || fail "$tag could not be made; see $work/log"
}

make_debian() {
    if ! image debian:bookworm; then
        say "Making the images that nobody can be asked for ..."
        PATH=$PATH:/usr/sbin:/sbin debootstrap --variant=minbase --include=ca-certificates bookworm "$work/rootfs" >>"$work/log" 2>&1 ||
            fail "debootstrap failed; see $work/log"
        # Where this machine has its packages from, and how.
        rm -f "$work/rootfs/etc/apt/sources.list"
        for settings in sources.list sources.list.d/debian.sources apt.conf.d; do
            [ ! -e "/etc/apt/$settings" ] || cp -R "/etc/apt/$settings" "$(dirname "$work/rootfs/etc/apt/$settings")/"
        done
        tar -C "$work/rootfs" -c . | docker import - debian:bookworm >>"$work/log"
        rm -rf "$work/rootfs"
    fi
}

# As the official one is told and behaves: a database is made in the volume once, as the user postgres, by a start of its own that is heard of; settings of a
# command are taken.
make_postgres() {
    made_of postgres:17 <<'TEXT'
FROM debian:bookworm
RUN apt-get update && apt-get install -y --no-install-recommends postgresql && rm -rf /var/lib/apt/lists/*
RUN ln -s /usr/lib/postgresql/*/bin/* /usr/local/bin/ 2>/dev/null; mkdir -p /var/lib/postgresql/data /var/run/postgresql \
    && chown -R postgres: /var/lib/postgresql /var/run/postgresql \
    && printf '%s\n' '#!/bin/sh' 'set -eu' 'data=/var/lib/postgresql/data' 'if [ ! -s "$data/PG_VERSION" ]; then' \
    '    printf %s "$POSTGRES_PASSWORD" >/tmp/password' \
    '    initdb --pgdata "$data" --username "$POSTGRES_USER" --pwfile /tmp/password --auth-host scram-sha-256 >/dev/null' \
    '    echo "host all all all scram-sha-256" >>"$data/pg_hba.conf"' \
    '    pg_ctl -D "$data" -o "-c listen_addresses=" -w start >&2' \
    '    [ "$POSTGRES_DB" = postgres ] || createdb --username "$POSTGRES_USER" "$POSTGRES_DB"' \
    '    pg_ctl -D "$data" -m fast -w stop >/dev/null' 'fi' '[ "${1:-}" != postgres ] || shift' \
    'exec postgres -D "$data" -c "listen_addresses=*" "$@"' >/entrypoint \
    && chmod +x /entrypoint
VOLUME /var/lib/postgresql/data
ENV LANG=C.UTF-8
USER postgres
STOPSIGNAL SIGINT
ENTRYPOINT ["/entrypoint"]
TEXT
}
