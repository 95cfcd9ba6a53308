#!/usr/bin/env bash
# bench-page.sh PLANMAP DATA [RUNS]: how long a slow office waits for the first image of the map. Prints, judges nothing.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$(dirname "$0")/.."

planmap=$1 data=$2 runs=${3:-3}
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$planmap" serve --data "$data" --addr "127.0.0.1:$port" >/dev/null 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null' EXIT
for _ in $(seq 150); do
  kill -0 "$server" 2>/dev/null || fail "the server ended"
  node -e 'fetch(process.argv[1]).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))' \
    "http://127.0.0.1:$port/health" && break
  sleep 0.2
done
PLANMAP_URL="http://127.0.0.1:$port/" node tests/bench/first-image.mjs "$runs"
