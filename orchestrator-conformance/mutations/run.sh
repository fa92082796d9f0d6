#!/bin/sh
# Plants each bug of *.patch, or of those named, into a copy of the repository and plays the scenarios of its Caught-by line
# against it. A bug is caught when one of them fails. Exit code 1 when one is not.
# Usage: orchestrator-conformance/mutations/run.sh [NAME]...
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
root=$(CDPATH='' cd -- "$here/../.." && pwd -P)
copy=$(mktemp -d "${TMPDIR:-/tmp}/mutations.XXXXXX")
trap 'rm -rf "$copy"' EXIT
escaped=0

# With what is built, so that only what a patch touches is built again.
copy_repository() {
    (cd "$root" && tar cf - --exclude=.git --exclude=./.orchestrator --exclude=surefire-reports .) | (cd "$copy" && tar xf -)
    mkdir -p "$copy/.orchestrator"
    if [ -d "$root/.orchestrator/cache" ]; then
        ln -s "$root/.orchestrator/cache" "$copy/.orchestrator/cache"
    fi
}

# The scenarios that failed, and which promise was broken.
promises() {
    sed -n 's/^\([a-z-]*\) *FAILED *[0-9]* *\(.*\)/    \1: \2/p' "$copy/suite.out" | cut -c 1-160
}

# The names of the scenarios that failed.
broken() {
    sed -n 's/^\([a-z-]*\) *FAILED .*/\1/p' "$copy/suite.out" | sort -u | tr '\n' ' '
}

options() {
    for scenario in $(sed -n 's/^Caught-by: //p' "$here/$1.patch"); do
        printf -- '--scenario %s ' "$scenario"
    done
}

mutate() {
    if ! (cd "$copy" && git apply "$here/$1.patch"); then
        printf '%-36s %-10s\n' "$1" 'NO LONGER APPLIES'
        escaped=1
        return
    fi
    # shellcheck disable=SC2046 # several options, by words
    (cd "$copy" && ./orchestrator conformance --servers 1 $(options "$1") >"$copy/suite.out" 2>"$copy/suite.err") || :
    (cd "$copy" && git apply -R "$here/$1.patch")
    if ! grep -q '^SCENARIO' "$copy/suite.out"; then
        verdict='NOT PLAYED'
        escaped=1
        tail -n 20 "$copy/suite.err" >&2
    elif [ -n "$(broken)" ]; then
        verdict=CAUGHT
    else
        verdict=ESCAPED
        escaped=1
    fi
    printf '%-36s %-10s %s\n' "$1" "$verdict" "$(broken)"
    promises
}

[ $# -gt 0 ] || set -- $(cd "$here" && ls ./*.patch | sed 's/\.patch$//; s/^\.\///')
copy_repository
for name in "$@"; do
    mutate "$name"
done
exit $escaped
