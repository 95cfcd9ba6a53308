#!/usr/bin/env python3
"""Checks curated/areas/*.toml and prints one line per area: name, class, drawn and published area, points.

Needs only Python 3.11. With shapely installed the validity of the polygons is checked as well.
Exit status 1 when a file breaks the format; a drawn area far from the published one is a remark only.

    python3 geodata/recipes/check_areas.py [FOLDER]
"""

import math
import re
import sys
import tomllib
from pathlib import Path

try:
    from shapely.geometry import Polygon
    from shapely.validation import explain_validity
except ImportError:
    Polygon = None

GEODATA = Path(__file__).resolve().parent.parent
CLASSES = set(
    "desert sandy_land plain mountain_front river_corridor lake wetland basin gas_field grassland new_area park other".split()
)
ZONE_KINDS = {"自然地理区域", "治理工程区", "法定区域"}
REQUIRED = ("names", "class", "zone_kind", "geometry", "uncertainty_m", "method", "source", "sources_text")
OPTIONAL = (
    "rings", "holes", "admin", "clip", "buffer_m", "note",
    "area_km2_published", "area_km2_drawn", "length_km_drawn",
)  # fmt: skip
# The plans speak of Inner Mongolia and of places in its neighbours: nothing lies outside this window.
WINDOW = (97.0, 127.5, 34.0, 54.0)
AUTHALIC_RADIUS_KM = 6371.0072
TOLERATED_RATIO = 1.25


def authalic_sine(lat_deg):
    """Sine of the authalic latitude on WGS 84, so that areas on the sphere equal areas on the ellipsoid."""
    e = 0.0818191908426
    s = math.sin(math.radians(lat_deg))

    def q(x):
        return (1 - e * e) * (x / (1 - e * e * x * x) - math.log((1 - e * x) / (1 + e * x)) / (2 * e))

    return q(s) / q(1.0)


def signed_area_km2(ring):
    """Area of a ring, positive when it runs counter-clockwise."""
    total = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
        total += math.radians(x2 - x1) * (authalic_sine(y1) + authalic_sine(y2)) / 2
    return -total * AUTHALIC_RADIUS_KM**2


def length_km(points):
    total = 0.0
    for (x1, y1), (x2, y2) in zip(points, points[1:]):
        a, b = math.radians(y1), math.radians(y2)
        h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(x2 - x1) / 2) ** 2
        total += 2 * AUTHALIC_RADIUS_KM * math.asin(math.sqrt(h))
    return total


def ring_troubles(ring, where):
    if any(not (WINDOW[0] <= x <= WINDOW[1] and WINDOW[2] <= y <= WINDOW[3]) for x, y in ring):
        yield f"{where}: a point lies outside the window {WINDOW} (longitude first?)"
    if any(a == b for a, b in zip(ring, ring[1:])):
        yield f"{where}: a point is repeated"


def polygon_troubles(area):
    for kind in ("rings", "holes"):
        for number, ring in enumerate(area.get(kind, []), 1):
            where = f"{kind} {number}"
            yield from ring_troubles(ring, where)
            if len(ring) < 4 or ring[0] != ring[-1]:
                yield f"{where}: not closed"
            elif kind == "rings" and signed_area_km2(ring) <= 0:
                yield f"{where}: runs clockwise"
            if Polygon and len(ring) >= 4 and not Polygon(ring).is_valid:
                yield f"{where}: {explain_validity(Polygon(ring))}"


def line_troubles(area):
    for number, line in enumerate(area.get("rings", []), 1):
        yield from ring_troubles(line, f"line {number}")
        if len(line) < 2:
            yield f"line {number}: fewer than two points"


def troubles(area, known_sources):
    missing = [key for key in REQUIRED if key not in area]
    if missing:
        yield f"keys missing: {', '.join(missing)}"
        return
    unknown = [key for key in area if key not in REQUIRED + OPTIONAL]
    if unknown:
        yield f"keys unknown: {', '.join(unknown)}"
    if not area["names"] or len(set(area["names"])) != len(area["names"]):
        yield "names empty or repeated"
    if area["class"] not in CLASSES:
        yield f"class {area['class']} unknown"
    if area["zone_kind"] not in ZONE_KINDS:
        yield f"zone_kind {area['zone_kind']} unknown"
    if not area["uncertainty_m"] > 0:
        yield "uncertainty_m not positive"
    if not area["sources_text"]:
        yield "sources_text empty"
    if known_sources and area["source"] not in known_sources:
        yield f"source {area['source']} not in sources.toml"
    codes = area.get("admin", []) + ([area["clip"]] if "clip" in area else [])
    if any(not re.fullmatch(r"\d{6}", code) for code in codes):
        yield "admin or clip is not a six-digit code"
    if ("rings" in area) == ("admin" in area):
        yield "needs either rings or admin"
    if area["geometry"] == "line":
        yield from line_troubles(area)
    elif area["geometry"] == "polygon":
        yield from polygon_troubles(area)
    else:
        yield f"geometry {area['geometry']} unknown"


def measured(area):
    """(drawn, unit): square kilometres, or kilometres of a line; from the file itself for a set of admin units."""
    if "rings" not in area:
        return area.get("area_km2_drawn"), "km2"
    if area["geometry"] == "line":
        return sum(length_km(line) for line in area["rings"]), "km"
    rings = sum(abs(signed_area_km2(ring)) for ring in area["rings"])
    return rings - sum(abs(signed_area_km2(ring)) for ring in area.get("holes", [])), "km2"


def known_source_ids():
    path = GEODATA / "sources.toml"
    if not path.exists():
        return set()
    return {row["id"] for row in tomllib.loads(path.read_text(encoding="utf-8")).get("source", [])}


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else GEODATA / "curated" / "areas"
    sources = known_source_ids()
    owner, broken, far = {}, 0, 0
    print(f"{'file':<34}{'class':<16}{'points':>7}{'drawn':>12}{'published':>12}{'ratio':>7}  name")
    for path in sorted(folder.glob("*.toml")):
        area = tomllib.loads(path.read_text(encoding="utf-8"))
        found = list(troubles(area, sources))
        for name in area.get("names", []):
            if name in owner:
                found.append(f"name {name} also in {owner[name]}")
            owner[name] = path.stem
        drawn, unit = measured(area)
        published = area.get("area_km2_published")
        ratio = drawn / published if published and unit == "km2" else None
        mark = ""
        if ratio and not 1 / TOLERATED_RATIO <= ratio <= TOLERATED_RATIO:
            mark, far = " far", far + 1
        points = sum(len(ring) for ring in area.get("rings", []))
        print(
            f"{path.stem:<34}{area.get('class', ''):<16}{points:>7}{drawn:>9.0f} {unit:<3}"
            f"{published or 0:>11.0f}{f'{ratio:.2f}' if ratio else '-':>7}  {area['names'][0]}{mark}"
        )
        for trouble in found:
            print(f"    ! {trouble}")
        broken += bool(found)
    print(f"{len(owner)} names; {broken} files with troubles; {far} areas far from the published one")
    if Polygon is None:
        print("shapely is not installed: self-intersections were not looked for")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
