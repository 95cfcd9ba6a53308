#!/usr/bin/env bash
# Looks for what a verb needs, installs missing Debian packages, and says clearly what a person has to bring.
#
#   install.sh run|test|geodata|conformance
#
# Brought by the person: a stable Rust toolchain and Node.js, both newer than Debian 12's own.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

RUST_WANTED=1.88 # geo 0.33
NODE_WANTED=20   # vite 7
PYTHON_WANTED=3.11 # tomllib

missing=()

# want PACKAGE WHY PROBE...: notes the package when the probe fails.
want() {
  local package=$1 why=$2
  shift 2
  if ! "$@" >/dev/null 2>&1; then
    [ ${#missing[@]} -gt 0 ] || echo "Debian packages that are missing here:"
    missing+=("$package")
    printf '    %-18s %s\n' "$package" "$why"
  fi
}

# A linker alone is not enough: zstd is C, and needs the headers of the C library.
compiles_c() { printf '#include <stdio.h>\nint main(void){return 0;}\n' | cc -x c -o /dev/null -; }
has_han_font() { fc-list :lang=zh | grep -q .; }

# install_missing [LIMIT_S]: with a limit, packages that do not arrive in time are left out, so that a slow network
# does not eat the time of what can run without them.
install_missing() {
  [ ${#missing[@]} -gt 0 ] || return 0
  has apt-get || fail "install these by hand (this system has no apt-get): ${missing[*]}"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    has sudo || fail "run as root or install sudo, to install: ${missing[*]}"
    as_root=(sudo)
  fi
  step "Refreshing the package lists" "${as_root[@]}" apt-get update -qq
  if [ -n "${1:-}" ]; then
    step "Fetching them, $1 s at most" timeout "$1" "${as_root[@]}" \
      apt-get install -y -qq --no-install-recommends --download-only "${missing[@]}" || return 0
  fi
  step "Installing ${missing[*]}" "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

need_rust() {
  { has cargo && has rustc; } ||
    fail "no Rust toolchain: install a stable one, $RUST_WANTED or newer (rustup; Debian 12's own 1.63 is too old)"
  local have
  have=$(rustc --version | awk '{print $2}')
  at_least "$RUST_WANTED" "${have%%-*}" ||
    fail "rustc $have is too old: $RUST_WANTED or newer is needed (with rustup: rustup update stable)"
}

need_rust_checkers() {
  cargo fmt --version >/dev/null 2>&1 || fail "rustfmt is missing (with rustup: rustup component add rustfmt)"
  cargo clippy --version >/dev/null 2>&1 || fail "clippy is missing (with rustup: rustup component add clippy)"
}

need_node() {
  { has node && has npm; } || fail "no Node.js with npm: install version $NODE_WANTED or newer (Debian 12's own 18 is too old)"
  local have
  have=$(node --version)
  at_least "$NODE_WANTED" "${have#v}" || fail "Node.js $have is too old: $NODE_WANTED or newer is needed"
}

need_python() {
  local have
  have=$(python3 -c 'import platform; print(platform.python_version())')
  at_least "$PYTHON_WANTED" "$have" || fail "python3 $have is too old: $PYTHON_WANTED or newer is needed"
}

for_run() {
  need_rust
  need_node
  want build-essential "C compiler and linker, which cargo needs" compiles_c
  want cmake "builds PROJ, which is linked into the executable" has cmake
  want sqlite3 "writes PROJ's database while it is built" has sqlite3
  want pkg-config "looks for libraries while PROJ is built" has pkg-config
}

for_test() {
  for_run
  need_rust_checkers
  want python3 "runs the checkers of geodata/" has python3
  want python3-pip "brings the licence checker" python3 -m pip --version
  want shellcheck "checks the scripts" has shellcheck
  want chromium "the browser of the page tests" has "${CHROMIUM:-chromium}"
  want fontconfig "finds fonts" has fc-list
  want fonts-noto-cjk "Han characters in the browser's pictures" has_han_font
}

for_geodata() {
  want python3 "runs the recipes" has python3
  want python3-venv "an environment of their own for the recipes" python3 -c 'import ensurepip, venv'
  want gmt "cuts rivers and lakes out of GSHHG" has gmt
  want gmt-gshhg-full "rivers and lakes" test -e /usr/share/gmt-gshhg/binned_GSHHS_f.nc
  need_node
}

# The programs that read the service in `make conformance`; a part whose program is not here is not run.
for_conformance() {
  for_run
  want python3-venv "an environment of their own for the Python clients" python3 -c 'import ensurepip, venv'
  want default-jre-headless "runs the official test suites" has java
  want maven "brings the libraries of the official test suites" has mvn
  want gdal-bin "reads the service and the downloads" has ogrinfo
  want python3-qgis "QGIS without a screen" /usr/bin/python3 -c 'import qgis.core'
  want libreoffice-calc "opens the sheets" has soffice
  want poppler-utils "reads the printed sheet" has pdftotext
  want fonts-noto-cjk "Han characters in the printed sheet" has_han_font
}

case "${1:-}" in
  run) for_run ;;
  test) for_test ;;
  geodata) for_geodata ;;
  conformance) for_conformance ;;
  *) fail "install.sh run|test|geodata|conformance" ;;
esac
if [ "$1" = conformance ]; then install_missing 240; else install_missing; fi
[ "$1" = run ] || need_python
