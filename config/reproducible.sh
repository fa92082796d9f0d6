#!/bin/sh
# Builds what is checked out twice, in folders of their own with different names, and compares all that comes out, byte for byte. What is not
# committed does not count. Arguments are handed to Maven: -DskipUi where there is no Node, -P release for sources, Javadoc, POMs and the bill
# of materials as well, for which it takes a network.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

build() {
    folder=$1
    shift
    mkdir -p "$folder"
    git -C "$root" archive HEAD | tar -x -C "$folder"
    (cd "$folder" && mvn -B -q -ntp -Dmaven.test.skip -pl orchestrator-dist -am "$@" package)
    (cd "$folder" && find . -path '*/target/*' \( -name 'orchestrator-*.jar' -o -name '*.war' -o -name '*.tar.gz' -o -name 'flattened-pom.xml' \
        -o -name 'sbom.json' -o -name 'bom.json' \) -type f -exec sha256sum {} + | sort -k 2) >"$folder.sums"
}

build "$work/one" "$@"
build "$work/another-one" "$@"
if diff "$work/one.sums" "$work/another-one.sums"; then
    echo "The same bytes twice: $(wc -l <"$work/one.sums") files, among them"
    grep 'tar.gz' "$work/one.sums"
else
    echo "The files above differ between two builds of $(git -C "$root" rev-parse --short HEAD)." >&2
    exit 1
fi
