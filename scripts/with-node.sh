#!/bin/sh
# Runs a script of ours on Node 24 or newer and with the project's packages in place.
# Where the machine's Node is older, the platform's own package (which runs no install script) is fetched
# once into .node/ beside the project, checked against the integrity hash in node-table.txt.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
wanted=24

new_enough() { # path of a node
  "$1" -e "process.exit(Number(process.versions.node.split('.')[0]) >= $wanted ? 0 : 1)" 2>/dev/null
}

fetch_node() {
  row=$(awk -v s="$(uname -s)" -v m="$(uname -m)" '$1 == s && $2 == m' "$root/scripts/node-table.txt")
  if [ -z "$row" ]; then
    echo "This machine ($(uname -s) $(uname -m)) has no Node $wanted, and we have no package for it. Install Node $wanted or newer, then run this again." >&2
    exit 1
  fi
  set -- $row
  package=$3 version=$4 integrity=$5
  if ! command -v npm >/dev/null 2>&1; then
    echo "npm is missing. Install Node $wanted or newer (or the npm package $package@$version), then run this again." >&2
    exit 1
  fi
  echo "Fetching Node $version beside the project (once) …" >&2
  rm -rf "$root/.node"; mkdir -p "$root/.node"
  printf '{"name":"node-beside","private":true,"dependencies":{"%s":"%s"}}\n' "$package" "$version" >"$root/.node/package.json"
  printf '{"name":"node-beside","lockfileVersion":3,"requires":true,"packages":{"":{"name":"node-beside","dependencies":{"%s":"%s"}},"node_modules/%s":{"version":"%s","integrity":"%s"}}}\n' \
    "$package" "$version" "$package" "$version" "$integrity" >"$root/.node/package-lock.json"
  if ! (cd "$root/.node" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2); then
    rm -rf "$root/.node"
    echo "Fetching Node failed: is the network there? Nothing was changed; run this again." >&2
    exit 1
  fi
}

node=$(command -v node || true)
if [ -z "$node" ] || ! new_enough "$node"; then
  node=$(ls "$root"/.node/node_modules/*/bin/node 2>/dev/null | head -n 1 || true)
  if [ -z "$node" ] || ! new_enough "$node"; then
    fetch_node
    node=$(ls "$root"/.node/node_modules/*/bin/node | head -n 1)
  fi
  PATH="$(dirname -- "$node"):$PATH"
  export PATH
fi

# Packages: installed when absent or when the lock file has changed since.
lock_sum=$(cksum <"$root/package-lock.json")
if [ "$(cat "$root/node_modules/.vouchsafe-lock" 2>/dev/null || true)" != "$lock_sum" ]; then
  if ! command -v npm >/dev/null 2>&1; then
    echo "npm is missing. Install npm, then run this again." >&2
    exit 1
  fi
  echo "Installing packages (once) …" >&2
  if ! (cd "$root" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2); then
    echo "Installing packages failed: is the network there? Run this again." >&2
    exit 1
  fi
  printf '%s\n' "$lock_sum" >"$root/node_modules/.vouchsafe-lock"
fi

script=$1; shift
exec "$node" --disable-warning=ExperimentalWarning "$root/$script" "$@"
