#!/usr/bin/env bash
# Makes a project by the archetype as docs/how-to/new-project.md says, tests it, and tests it once more without a network; says how long that took.
# What the project needs of this repository has to be installed:
#   mvn -q install -Dmaven.test.skip -pl orchestrator-bom,orchestrator-test,orchestrator-archetype-worker -am
# MAVEN_ARGS_MORE is given to each call, such as -Dmaven.repo.local=FOLDER.
set -euo pipefail
version=$(sed -n 's:.*<version>\(.*\)</version>.*:\1:p' "$(dirname "$0")/../orchestrator-bom/pom.xml" | head -1)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
now() { date +%s; }
begun=$(now)
# shellcheck disable=SC2086
mvn -q -B -ntp ${MAVEN_ARGS_MORE:-} archetype:generate -DarchetypeCatalog=local -DarchetypeGroupId=com.orchestrator \
    -DarchetypeArtifactId=orchestrator-archetype-worker -DarchetypeVersion="$version" \
    -DgroupId=com.example -DartifactId=order-worker -Dversion=1.0-SNAPSHOT -Dpackage=com.example.orders
cd order-worker
# shellcheck disable=SC2086
mvn -q -B -ntp ${MAVEN_ARGS_MORE:-} test
echo "A green saga test after $(($(now) - begun)) s, with what was downloaded."
begun=$(now)
# shellcheck disable=SC2086
mvn -o -B -ntp ${MAVEN_ARGS_MORE:-} test | grep 'Tests run' | tail -1
echo "And again without a network in $(($(now) - begun)) s."
