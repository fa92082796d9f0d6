#!/bin/sh
# Prints the path of a Chromium. Where there is none it installs Debian's package, if this user may; else it says what to do.
set -eu

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

if [ -n "${UI_CHROMIUM:-}" ]; then
    [ -x "$UI_CHROMIUM" ] || fail "UI_CHROMIUM names $UI_CHROMIUM, which is no program."
    printf '%s\n' "$UI_CHROMIUM"
    exit 0
fi

find_one() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return 0
    done
    app='/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
    [ -x "$app" ] && printf '%s\n' "$app"
}

find_one && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    # The fonts have the signs that the page puts beside its colours.
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium fonts-dejavu-core; } >&2 || :
    find_one && exit 0
fi
fail "There is no Chromium for the tests of the web page: install the package chromium, or let UI_CHROMIUM name one."
