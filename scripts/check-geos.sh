#!/usr/bin/env bash
# A second opinion on the geometry of a release: GEOS, through GDAL's SQLite dialect. First it has to refuse a bow tie.
#
#   check-geos.sh RELEASE
#
# Needs ogrinfo (Debian: gdal-bin). Prints a line per layer; fails and names the rows that GEOS does not accept.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
[ $# -eq 1 ] || fail "check-geos.sh RELEASE"
has ogrinfo || fail "ogrinfo is missing (Debian: apt-get install gdal-bin)"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# ask FILE SQL: the values of the answer, one a line.
ask() { ogrinfo -ro -q "$1" -dialect SQLite -sql "$2" 2>/dev/null | sed -n 's/^  [a-z]* ([A-Za-z0-9]*) = //p'; }

cat >"$scratch/bow.geojson" <<'JSON'
{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon",
 "coordinates": [[[110, 40], [111, 41], [111, 40], [110, 41], [110, 40]]]}}
JSON
[ "$(ask "$scratch/bow.geojson" "SELECT ST_IsValid(geometry) AS valid FROM bow")" = 0 ] ||
  fail "this GDAL cannot judge geometry (no GEOS in its SQLite dialect)"

status=0
for layer in projects places admin; do
  file=$1/$layer.fgb
  [ -f "$file" ] || fail "no $layer.fgb in $1"
  some="FROM $layer WHERE geometry IS NOT NULL"
  wrong="$some AND ST_IsValid(geometry) <> 1"
  count=$(ask "$file" "SELECT count(*) AS n $some")
  bad=$(ask "$file" "SELECT count(*) AS n $wrong")
  echo "$layer: $count geometries, $bad not valid by GEOS"
  if [ "$bad" != 0 ]; then
    ogrinfo -ro -q "$file" -dialect SQLite -sql "SELECT *, ST_IsValidReason(geometry) AS why $wrong" -geom=NO
    status=1
  fi
done
exit "$status"
