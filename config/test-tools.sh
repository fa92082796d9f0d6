#!/bin/sh
# Finds the programs that tests need besides a JDK and Maven: test-tools.sh [rabbitmq|mariadb|chromium|node]..., all when none is named.
# Prints the path of each, one a line. What is missing is installed where apt-get is there and the user is root; no service is
# started by that. Whatever cannot be had is said in one sentence for each, and makes the script fail.
set -eu

PATH=$PATH:/usr/local/sbin:/usr/sbin
node_needed='20.19'
said=$(mktemp)
policy=''
trap 'rm -f "$said" ${policy:+"$policy"}' EXIT

# The first of the words that is a program, as its path.
first_of() {
    for program in "$@"; do
        [ -z "$program" ] || ! command -v "$program" || return 0
    done
    return 1
}

find_tool() {
    case $1 in
        # Debian's program in the PATH is a wrapper, for root and for the user of its service alone.
        rabbitmq) first_of /usr/lib/rabbitmq/bin/rabbitmq-server rabbitmq-server ;;
        mariadb) first_of mariadbd ;;
        chromium) first_of "${UI_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
            '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' ;;
        node) is_node_new && command -v npm >/dev/null && command -v node ;;
    esac
}

is_node_new() {
    there=$(node -p process.versions.node 2>/dev/null) || return 1
    [ "$(printf '%s\n' "$node_needed" "$there" | sort -V | head -n 1)" = "$node_needed" ]
}

packages_of() {
    case $1 in
        rabbitmq) echo rabbitmq-server ;;
        # The server's program alone, without what makes a service of it.
        mariadb) echo mariadb-server-core ;;
        # The fonts have the signs that the web page uses.
        chromium) echo chromium fonts-dejavu-core ;;
        node) echo nodejs npm ;;
    esac
}

how_to_get() {
    case $1 in
        rabbitmq) what="RabbitMQ's server (3.10 or newer)" ;;
        mariadb) what="MariaDB's server (10.5 or newer)" ;;
        chromium) what='Chromium (or let UI_CHROMIUM name one)' ;;
        node) what="Node $node_needed or newer, with npm" ;;
    esac
    echo "The tests need $what, which is not there: as root, 'apt-get install --no-install-recommends $(packages_of "$1")' installs Debian's."
}

missing() {
    for tool in "$@"; do
        find_tool "$tool" >/dev/null || echo "$tool"
    done
}

# Debian starts the services of what is installed, unless this file says no. One that is there is the administrator's.
start_no_service() {
    if [ ! -e /usr/sbin/policy-rc.d ]; then
        policy=/usr/sbin/policy-rc.d
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod +x "$policy"
    fi
}

install() {
    command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || return 0
    start_no_service
    packages=$(for tool in "$@"; do packages_of "$tool"; done)
    # shellcheck disable=SC2086 # several packages, by words
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends $packages; } \
        >"$said" 2>&1 </dev/null || tail -n 5 "$said" >&2
}

for tool in "$@"; do
    case $tool in
        rabbitmq | mariadb | chromium | node) ;;
        *) echo "There is no tool '$tool': rabbitmq, mariadb, chromium and node are known." >&2 && exit 2 ;;
    esac
done
[ $# -gt 0 ] || set -- rabbitmq mariadb chromium node

if [ -n "$(missing "$@")" ]; then
    # Tests of several JVMs may ask at once: the first one installs, the others wait and find.
    if command -v flock >/dev/null; then
        exec 9<"$0"
        flock 9
    fi
    lacking=$(missing "$@")
    # shellcheck disable=SC2086 # several tools, by words
    [ -z "$lacking" ] || install $lacking
fi

result=0
for tool in "$@"; do
    find_tool "$tool" || { how_to_get "$tool" >&2 && result=1; }
done
exit $result
