#!/usr/bin/env bash
# Puts the table of `planmap eval` between the eval marks of both READMEs, or checks that it stands there.
#
#   readme-eval.sh [--check] PLANMAP DATA
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$(dirname "$0")/.."

checking=false
if [ "${1:-}" = --check ]; then
  checking=true
  shift
fi
[ $# -eq 2 ] || fail "readme-eval.sh [--check] PLANMAP DATA"
figures=$(mktemp)
trap 'rm -f "$figures"' EXIT
"$1" eval --data "$2" >"$figures"

python3 - "$figures" "$checking" README.md README.zh-CN.md <<'PYTHON'
import pathlib, sys

START, END = "<!-- eval:start -->\n", "<!-- eval:end -->\n"
figures = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8").strip("\n")
block = figures if figures.startswith(("|", "#")) else f"```text\n{figures}\n```"
stale = []
for name in sys.argv[3:]:
    path = pathlib.Path(name)
    text = path.read_text(encoding="utf-8")
    head, found, rest = text.partition(START)
    _, closed, tail = rest.partition(END)
    if not (found and closed):
        sys.exit(f"error: {name} has no eval marks")
    new = f"{head}{START}\n{block}\n\n{END}{tail}"
    if new == text:
        continue
    if sys.argv[2] == "true":
        stale.append(name)
    else:
        path.write_text(new, encoding="utf-8")
        print(f"{name}: figures brought up to date")
if stale:
    sys.exit(f"error: {' and '.join(stale)}: the figures are not those of this commit; run `make readme`\n\n{figures}")
PYTHON
