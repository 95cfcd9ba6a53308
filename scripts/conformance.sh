#!/usr/bin/env bash
# conformance.sh PLANMAP DATA [SUITES]: other programs read the service, and say whether it keeps its word.
#
# Starts the executable on a free port of this machine, with the release and one file as a collection of its own, and
# runs every part of tests/conformance/ against it (its README says what each proves). A part passes, fails, or is not
# run because something is missing here, and says which. SUITES is the folder of the official test suites, with run.sh.
# The result stands in build/conformance/report.md; when every part ran, also in docs/conformance.md.
set -uo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$(dirname "$0")/.." || exit 1
planmap=$(realpath "${1:?executable}")
data=$(realpath "${2:?release}")
suites=${3:+$(realpath "$3")}
export CI PYTHONUTF8=1 PYTHONDONTWRITEBYTECODE=1 QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8

parts=tests/conformance
scratch=$PWD/build/conformance
venv=$scratch/venv
server=
rows=()
whole_s=700 # for all parts together; each has a budget of its own below
passed=0 failed=0 idle=0

# count STATE NAME SECONDS WHAT: one row of the result.
count() {
  case $1 in
    passed) passed=$((passed + 1)) ;;
    failed) failed=$((failed + 1)) ;;
    *) idle=$((idle + 1)) ;;
  esac
  printf '%-7s  %s (%s): %s\n' "$1" "$2" "$(took "$3")" "$4"
  rows+=("| $2 | $1 | $4 |")
}

# part NAME BUDGET_S COMMAND...: runs one part; past its budget, or past that of all parts, it has failed.
part() {
  local name=$1 budget=$2 at=$SECONDS log=$scratch/logs/${1//[^a-zA-Z0-9]/-}.txt status=0
  local left=$((whole_s - SECONDS + began))
  shift 2
  [ "$budget" -le "$left" ] || budget=$((left > 1 ? left : 1))
  timeout --kill-after=10 "$budget" "$@" >"$log" 2>&1 || status=$?
  local last
  last=$(tail -n 1 "$log")
  case $status in
    0) count passed "$name" $((SECONDS - at)) "$last" ;;
    3) count "not run" "$name" $((SECONDS - at)) "$last" ;;
    124 | 137) count failed "$name" $((SECONDS - at)) "longer than $(took "$budget")" ;;
    *)
      count failed "$name" $((SECONDS - at)) "$last"
      tail -n 40 "$log" | sed 's/^/    /'
      ;;
  esac
}

# The packages of requirements.txt, once per change of that file.
environment() {
  local wanted
  wanted=$(sha256sum "$parts/requirements.txt")
  [ "$(cat "$venv/.requirements.sha256" 2>/dev/null)" = "$wanted" ] && return 0
  rm -rf "$venv"
  python3 -m venv "$venv" &&
    timeout 300 "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$parts/requirements.txt" &&
    printf '%s\n' "$wanted" >"$venv/.requirements.sha256"
}

serve() {
  local port
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  export PLANMAP_URL=http://127.0.0.1:$port PLANMAP_EXE=$planmap PLANMAP_DATA=$data PLANMAP_SCRATCH=$scratch
  cp "$parts/depots.geojson" "$scratch/" # what is prepared for a file stands beside it
  "$planmap" serve --data "$data" --addr "127.0.0.1:$port" --collection "depots=$scratch/depots.geojson" >"$scratch/serve.log" 2>&1 &
  server=$!
  trap 'kill "$server" 2>/dev/null' EXIT
  local _
  for _ in $(seq 150); do
    kill -0 "$server" 2>/dev/null || break
    python3 "$parts/alive.py" 2>/dev/null && return 0
    sleep 0.2
  done
  tail -n 20 "$scratch/serve.log" >&2
  fail "the server does not answer"
}

# suite NAME BUDGET_S
suite() {
  if [ -n "$suites" ]; then
    part "OGC suite $1" "$2" python3 "$parts/suites.py" "$suites" "$1"
  else
    count "not run" "OGC suite $1" 0 "suites not run: give their folder as ETS=FOLDER"
  fi
}

# python_part NAME BUDGET_S SCRIPT: a part that needs the packages of requirements.txt.
python_part() {
  if [ -e "$venv/.requirements.sha256" ]; then
    part "$1" "$2" "$venv/bin/python" "$parts/$3"
  else
    count "not run" "$1" 0 "the packages of $parts/requirements.txt could not be installed"
  fi
}

report() {
  {
    # shellcheck disable=SC2016
    printf '# Read by others\n\nWritten by `make conformance`; what each part proves: [tests/conformance](../tests/conformance/README.md).\n\n'
    printf '| part | result | what was shown |\n|---|---|---|\n'
    printf '%s\n' "${rows[@]}"
  } >"$scratch/report.md"
  [ "$idle" -gt 0 ] || cp "$scratch/report.md" docs/conformance.md
}

rm -rf "$scratch/logs"
mkdir -p "$scratch/logs"
step "Python packages of $parts/requirements.txt" environment
serve
began=$SECONDS
suite features10 300
suite tiles10 60
part "GDAL" 90 python3 "$parts/gdal.py"
python_part "Python clients" 90 clients.py
python_part "Tile polygons" 90 tiles_valid.py
python_part "Tile files" 90 archives.py
part "QGIS" 120 /usr/bin/python3 "$parts/qgis_reads.py"
part "LibreOffice" 90 python3 "$parts/office.py"
python_part "Schemathesis" 300 fuzz.py
kill -0 "$server" 2>/dev/null || count failed "Server" 0 "it ended before the parts did"
report
printf '\nconformance: %d passed, %d failed, %d skipped\n' "$passed" "$failed" "$idle"
printf '    in %s; logs and report: build/conformance\n' "$(took $((SECONDS - began)))"
[ "$failed" -eq 0 ]
