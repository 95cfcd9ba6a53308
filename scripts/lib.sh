# shellcheck shell=bash
# What the scripts share: said steps with their time, and clear ends.

# step WHAT COMMAND...: says what is done, does it, says how long it took; keeps the exit status.
step() {
  local what=$1 began=$SECONDS status=0
  shift
  printf '==> %s\n' "$what"
  "$@" || status=$?
  if [ "$status" -eq 0 ]; then
    printf '    done in %s\n' "$(took $((SECONDS - began)))"
  else
    printf '    FAILED with status %s after %s: %s\n' "$status" "$(took $((SECONDS - began)))" "$*" >&2
  fi
  return "$status"
}

# took SECONDS: "7 s" or "3 min 07 s".
took() {
  if [ "$1" -lt 60 ]; then printf '%d s' "$1"; else printf '%d min %02d s' $(($1 / 60)) $(($1 % 60)); fi
}

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# at_least WANTED HAVE: compares dotted versions.
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }
