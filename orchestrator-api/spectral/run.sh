#!/usr/bin/env bash
# Lints the API document with Spectral: that of a build, or the file or address that is given. Needs Node and npm, which the build
# does not; installs Spectral into .orchestrator once.
set -euo pipefail

version=6.16.3
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
home=$root/.orchestrator/spectral-$version
document=${1:-$root/orchestrator-server/target/openapi/openapi.yaml}

command -v node >/dev/null && command -v npm >/dev/null || { echo "Spectral needs Node and npm, and one of them is not here." >&2; exit 1; }
case $document in
  http://* | https://*) ;;
  *) [ -f "$document" ] || { echo "There is no $document: 'mvn -pl orchestrator-server -am test -Dtest=OpenApiTest -Dsurefire.failIfNoSpecifiedTests=false' writes it." >&2; exit 1; } ;;
esac
if [ ! -x "$home/node_modules/.bin/spectral" ]; then
  mkdir -p "$home"
  npm install --silent --no-audit --no-fund --no-save --prefix "$home" "@stoplight/spectral-cli@$version" \
    || { rm -rf "$home"; echo "npm could not install Spectral $version." >&2; exit 1; }
fi
exec "$home/node_modules/.bin/spectral" lint --fail-severity hint --ruleset "$here/ruleset.yaml" "$document"
