#!/usr/bin/env bash
# Every check and test of planmap, the cheap ones first. A step that fails does not hide the next ones;
# a step whose input is missing because an earlier one failed is counted as skipped, and the run fails.
#
# One dependency build per profile: clippy and rustdoc share the check build, tests are the dev profile,
# the executable that is measured and opened in the browser is the release profile.
set -uo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$(dirname "$0")/.." || exit 1
export INSTA_UPDATE=no CARGO_TERM_PROGRESS_WHEN=never PYTHONDONTWRITEBYTECODE=1

target=${CARGO_TARGET_DIR:-target}
planmap=$target/release/planmap
scratch=$target/test-run
first=$scratch/release
second=$scratch/release-again
results=()
passed=0 failed=0 skipped=0
began=$SECONDS

# check NAME COMMAND...: runs one step and counts it.
check() {
  local name=$1 at=$SECONDS
  shift
  if step "$name" "$@"; then
    passed=$((passed + 1))
    results+=("ok      $(took $((SECONDS - at)))  $name")
    return 0
  fi
  failed=$((failed + 1))
  results+=("FAILED  $(took $((SECONDS - at)))  $name")
  return 1
}

skip() {
  local name
  for name in "$@"; do
    skipped=$((skipped + 1))
    results+=("skipped      $name")
  done
}

data_checkers() {
  local checker status=0
  for checker in geodata/recipes/check_*.py; do
    printf -- '--- %s\n' "$checker"
    python3 "$checker" || status=1
  done
  return "$status"
}

scripts_clean() {
  mapfile -t files < <(git ls-files -co --exclude-standard -- '*.sh' .ci/run)
  shellcheck -x "${files[@]}"
}

same_bytes() {
  rm -rf "$second"
  "$planmap" build --out "$second" >/dev/null && diff -r "$first" "$second" && echo "    the same bytes twice"
}

build_release() {
  rm -rf "$scratch"
  mkdir -p "$scratch"
  "$planmap" build --out "$first"
}

# The load test on few features for moments: that it works and that the answers are right, not how fast they come.
bench_smoke() {
  cargo run --locked --quiet --example bench -- run planmap="$planmap" data="$first" sizes=1000 seconds=0.2 \
    work="$scratch/bench" >"$scratch/bench.md"
}

# The page in a real browser, on the release just built, on a free port of this machine.
browser() {
  local port server status=0
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  "$planmap" serve --data "$first" --addr "127.0.0.1:$port" >"$scratch/serve.log" 2>&1 &
  server=$!
  # The server ends with this script, however it ends.
  # shellcheck disable=SC2064
  trap "kill $server 2>/dev/null" EXIT
  if answers "http://127.0.0.1:$port/health" "$server"; then
    PLANMAP_URL="http://127.0.0.1:$port/" PLANMAP_PICTURES="$PWD/$scratch/pictures" npm --prefix web run --silent browser || status=1
  else
    status=1
  fi
  kill "$server" 2>/dev/null
  wait "$server" 2>/dev/null
  trap - EXIT
  [ "$status" -eq 0 ] || { echo "--- the last words of the server"; tail -n 20 "$scratch/serve.log"; }
  return "$status"
}

# answers URL PID: waits until the server answers, half a minute at most, and not longer than it lives.
answers() {
  local _
  for _ in $(seq 150); do
    kill -0 "$2" 2>/dev/null || break
    node -e 'fetch(process.argv[1]).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))' "$1" && return 0
    sleep 0.2
  done
  echo "no answer from $1" >&2
  return 1
}

check "Scripts: shellcheck" scripts_clean
check "CREDITS.md says what geodata/sources.toml says" python3 scripts/credits.py --check
check "Curated data: checkers of geodata/recipes" data_checkers
check "Web page: packages" scripts/page.sh
check "Web page: types, lint, format" scripts/page.sh check
check "Web page: unit tests" scripts/page.sh test
check "Rust: format" cargo fmt --check
check "Rust packages: licences, sources, bans" scripts/deny.sh
if check "Web page: build" make page; then
  check "Rust: clippy, warnings are errors" cargo clippy --locked --all-targets -- -D warnings
  check "Rust: documentation, warnings are errors" env RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --document-private-items
  check "Rust: tests" cargo test --locked
  if check "Executable: release build" make executable && check "Release of the five plans" build_release; then
    check "Release: built twice, the same bytes" same_bytes
    check "Release: planmap check" "$planmap" check --data "$first"
    if has ogrinfo; then check "Release: geometry valid by GEOS" scripts/check-geos.sh "$first"; fi
    check "READMEs show the figures of planmap eval" scripts/readme-eval.sh --check "$planmap" "$first"
    check "Bench: a thousand features, every answer right" bench_smoke
    check "Browser: the page on the release" browser
  else
    skip "every step on the built release"
  fi
else
  skip "every step of Rust, and the browser"
fi

printf '\nAll steps in %s:\n' "$(took $((SECONDS - began)))"
printf '  %s\n' "${results[@]}"
printf '\n'
if [ "$skipped" -gt 0 ]; then
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
else
  printf '%d passed, %d failed\n' "$passed" "$failed"
fi
[ "$failed" -eq 0 ] && [ "$skipped" -eq 0 ]
