#!/usr/bin/env bash
# page.sh [NPM-SCRIPT...]: brings the packages of the web page when the lock file changed, then runs the npm scripts.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$(dirname "$0")/../web"

lock=$(sha256sum package-lock.json)
stamp=node_modules/.lock.sha256
if [ "$(cat "$stamp" 2>/dev/null)" != "$lock" ]; then
  step "Installing the packages of web/package-lock.json" npm ci --no-audit --no-fund --loglevel=error
  printf '%s\n' "$lock" >"$stamp"
fi
for script in "$@"; do
  step "Web page: npm run $script" npm run --silent "$script"
done
