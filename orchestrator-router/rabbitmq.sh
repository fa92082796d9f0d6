#!/usr/bin/env bash
# A RabbitMQ of its own on this machine, out of the Debian package rabbitmq-server, which config/test-tools.sh finds or installs. Touches
# neither the package's own broker nor its folders.
#
#   rabbitmq.sh run DIRECTORY PORT          runs a broker in the foreground; uses PORT and the nine ports behind it, on loopback
#   rabbitmq.sh ctl DIRECTORY ARGUMENT...   asks it something, as rabbitmqctl does
#   rabbitmq.sh clear DIRECTORY             takes away what is left of it when it has ended
set -euo pipefail
tools=$(cd "$(dirname "$0")/../config" && pwd)/test-tools.sh

usage() {
    echo "usage: rabbitmq.sh run DIRECTORY PORT | ctl DIRECTORY ARGUMENT... | clear DIRECTORY" >&2
    exit 2
}

[ $# -ge 2 ] || usage
verb=$1
home=$(realpath -m "$2")
shift 2

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
        server=$("$tools" rabbitmq)
        mkdir -p "$home"
        echo "$1" > "$home/port"
        printf '[].\n' > "$home/plugins"
        printf 'listeners.tcp.1 = 127.0.0.1:%s\nloopback_users = none\n' "$1" > "$home/rabbitmq.conf"
        [ "$(id -u)" = 0 ] && chown -R rabbitmq:rabbitmq "$home"
        settings
        cd "$home"
        as_itself "$server"
        ;;
    ctl)
        settings
        cd "$home"
        as_itself "$(dirname "$("$tools" rabbitmq)")/rabbitmqctl" "$@"
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
