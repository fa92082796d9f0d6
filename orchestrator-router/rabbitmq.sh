#!/usr/bin/env bash
# A RabbitMQ of its own on this machine, out of the Debian package rabbitmq-server. Touches neither the package's own broker nor its folders.
#
#   rabbitmq.sh install                     finds the package, or installs it where that can be done
#   rabbitmq.sh run DIRECTORY PORT          runs a broker in the foreground; uses PORT and the nine ports behind it, on loopback
#   rabbitmq.sh ctl DIRECTORY ARGUMENT...   asks it something, as rabbitmqctl does
#   rabbitmq.sh clear DIRECTORY             takes away what is left of it when it has ended
set -euo pipefail
bin=/usr/lib/rabbitmq/bin

usage() {
    echo "usage: rabbitmq.sh install | run DIRECTORY PORT | ctl DIRECTORY ARGUMENT... | clear DIRECTORY" >&2
    exit 2
}

# Finds it, or installs it without starting a broker nobody has asked for.
install() {
    [ -x $bin/rabbitmq-server ] && return
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "RabbitMQ is not installed, and only root can install it: install the Debian package rabbitmq-server" >&2
        exit 3
    fi
    local policy=/usr/sbin/policy-rc.d
    if [ ! -e $policy ]; then
        trap 'rm -f /usr/sbin/policy-rc.d' EXIT
        printf '#!/bin/sh\nexit 101\n' > $policy
        chmod +x $policy
    fi
    if ! DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends rabbitmq-server >&2; then
        echo "RabbitMQ is not installed, and apt-get could not install the package rabbitmq-server" >&2
        exit 3
    fi
    if [ -n "$(trap -p EXIT)" ]; then
        rm -f $policy
        trap - EXIT
    fi
}

[ $# -ge 1 ] || usage
verb=$1
shift
if [ "$verb" = install ]; then
    install
    exit
fi
[ $# -ge 1 ] || usage
home=$(realpath -m "$1")
shift

settings() {
    port=$(cat "$home/port")
    export HOME=$home RABBITMQ_NODENAME=router$port@localhost RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT=$port
    export RABBITMQ_MNESIA_BASE=$home/data RABBITMQ_LOG_BASE=$home/log RABBITMQ_GENERATED_CONFIG_DIR=$home/generated
    export RABBITMQ_CONFIG_FILE=$home/rabbitmq RABBITMQ_CONF_ENV_FILE=$home/none RABBITMQ_ENABLED_PLUGINS_FILE=$home/plugins
    export RABBITMQ_PID_FILE=$home/pid RABBITMQ_DIST_PORT=$((port + 1)) ERL_EPMD_PORT=$((port + 2)) ERL_EPMD_ADDRESS=127.0.0.1
    export RABBITMQ_CTL_DIST_PORT_MIN=$((port + 3)) RABBITMQ_CTL_DIST_PORT_MAX=$((port + 9)) LC_ALL=C.UTF-8
    export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="+S 2:2 -kernel inet_dist_use_interface {127,0,0,1}"
}

# Not as root: files would belong to it, and what breaks would break more.
as_itself() {
    if [ "$(id -u)" = 0 ]; then
        exec setpriv --reuid=rabbitmq --regid=rabbitmq --clear-groups "$@"
    fi
    exec "$@"
}

case $verb in
    run)
        [ $# = 1 ] || usage
        install
        mkdir -p "$home"
        echo "$1" > "$home/port"
        printf '[].\n' > "$home/plugins"
        printf 'listeners.tcp.1 = 127.0.0.1:%s\nloopback_users = none\n' "$1" > "$home/rabbitmq.conf"
        [ "$(id -u)" = 0 ] && chown -R rabbitmq:rabbitmq "$home"
        settings
        cd "$home"
        as_itself $bin/rabbitmq-server
        ;;
    ctl)
        settings
        cd "$home"
        as_itself $bin/rabbitmqctl "$@"
        ;;
    clear)
        settings
        cd "$home"
        # Erlang's port mapper outlives the node that has started it, and does not end before it has seen it gone.
        for _ in 1 2 3 4 5 6 7 8 9 10; do
            epmd -names >/dev/null 2>&1 || break
            epmd -kill >/dev/null 2>&1 || true
            sleep 0.3
        done
        cd /
        rm -rf "$home"
        ;;
    *) usage ;;
esac
