#!/usr/bin/env bash
# step.sh WHAT COMMAND...: one said and timed step, for the Makefile.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
step "$@"
