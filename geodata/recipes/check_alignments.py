#!/usr/bin/env python3
"""Checks geodata/curated/alignments/*.toml and prints one line per alignment.

Comes in: the alignment files (format in geodata/README.md), sources.toml, and optionally a river line as GeoJSON.
Goes out: a table (drawn against published length), a list of faults on standard output; exit code 1 if there is any fault.

    python3 geodata/recipes/check_alignments.py [--folder DIR] [--sources FILE] [--water FILE.geojson]

Units: kilometres on the WGS 84 ellipsoid for lengths, metres for uncertainty, degrees (longitude first) for places.
"""
import argparse
import functools
import json
import math
import pathlib
import sys
import tomllib

WINDOW = (85.0, 24.0, 127.0, 54.0)  # west, south, east, north
CATEGORIES = {"rail", "road", "airport", "hub", "port", "water", "energy", "ecology", "industry",
              "digital", "innovation", "culture", "urban", "other"}
GRADES = ("exact", "near", "schematic")
LINE_KEYS = {"names", "codes", "category", "kind", "name_en", "note", "published", "parts"}
PART_KEYS = {"grade", "method", "source", "waypoints"}
PART_MAY = {"uncertainty_m"}  # a lower limit for the model of src/gazetteer/doubt.rs
POINT_KEYS = {"name", "lon", "lat", "source"}
POINT_MAY = {"radius_m"}
STATIONS = "osm-stations"  # its points stand in recipes/inputs/osm_railway_stations.csv
LENGTH_KEYS = {"km", "date", "source", "url", "title", "note"}
LENGTH_TOLERANCE = 0.10  # a line that is not schematic may differ by this much from the published length of its own alignment


def geodesic_km(a, b):
    """Length of the geodesic between two (lon, lat) points on WGS 84, by Vincenty's inverse formula."""
    if a == b:
        return 0.0
    major, flattening = 6378137.0, 1 / 298.257223563
    minor = major * (1 - flattening)
    d_lon = math.radians(b[0] - a[0])
    u1 = math.atan((1 - flattening) * math.tan(math.radians(a[1])))
    u2 = math.atan((1 - flattening) * math.tan(math.radians(b[1])))
    sin1, cos1, sin2, cos2 = math.sin(u1), math.cos(u1), math.sin(u2), math.cos(u2)
    lam = d_lon
    for _ in range(200):
        sin_sigma = math.hypot(cos2 * math.sin(lam), cos1 * sin2 - sin1 * cos2 * math.cos(lam))
        cos_sigma = sin1 * sin2 + cos1 * cos2 * math.cos(lam)
        sigma = math.atan2(sin_sigma, cos_sigma)
        sin_alpha = cos1 * cos2 * math.sin(lam) / sin_sigma
        cos2_alpha = 1 - sin_alpha ** 2
        cos_2m = cos_sigma - 2 * sin1 * sin2 / cos2_alpha if cos2_alpha else 0.0
        c = flattening / 16 * cos2_alpha * (4 + flattening * (4 - 3 * cos2_alpha))
        before = lam
        lam = d_lon + (1 - c) * flattening * sin_alpha * (
            sigma + c * sin_sigma * (cos_2m + c * cos_sigma * (2 * cos_2m ** 2 - 1)))
        if abs(lam - before) < 1e-12:
            break
    u_sq = cos2_alpha * (major ** 2 - minor ** 2) / minor ** 2
    big_a = 1 + u_sq / 16384 * (4096 + u_sq * (-768 + u_sq * (320 - 175 * u_sq)))
    big_b = u_sq / 1024 * (256 + u_sq * (-128 + u_sq * (74 - 47 * u_sq)))
    d_sigma = big_b * sin_sigma * (cos_2m + big_b / 4 * (
        cos_sigma * (2 * cos_2m ** 2 - 1)
        - big_b / 6 * cos_2m * (4 * sin_sigma ** 2 - 3) * (4 * cos_2m ** 2 - 3)))
    return minor * big_a * (sigma - d_sigma) / 1000


def line_km(points):
    return sum(geodesic_km(a, b) for a, b in zip(points, points[1:]))


def turn_degrees(a, b, c):
    """How far a traveller turns at b, 0 straight on, 180 back."""
    scale = math.cos(math.radians(b[1]))
    one = math.atan2(b[1] - a[1], (b[0] - a[0]) * scale)
    two = math.atan2(c[1] - b[1], (c[0] - b[0]) * scale)
    return abs((math.degrees(two - one) + 180) % 360 - 180)


def crossings(points, river):
    """Number of times the line crosses the river line (segment tests, flat, good enough to count)."""
    def side(p, q, r):
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    count = 0
    for a, b in zip(points, points[1:]):
        west, east = sorted((a[0], b[0]))
        south, north = sorted((a[1], b[1]))
        for line in river:
            for c, d in zip(line, line[1:]):
                if max(c[0], d[0]) < west or min(c[0], d[0]) > east or max(c[1], d[1]) < south or min(c[1], d[1]) > north:
                    continue
                if side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0:
                    count += 1
    return count


def read_water(path, names):
    """Line strings, or outer rings, of the named features of a GeoJSON file."""
    lines = []
    for feature in json.loads(pathlib.Path(path).read_text("utf-8"))["features"]:
        said = " ".join(str(v) for v in feature["properties"].values())
        if not any(n in said for n in names):
            continue
        kind, coordinates = feature["geometry"]["type"], feature["geometry"]["coordinates"]
        lines += {"LineString": [coordinates], "MultiLineString": coordinates,
                  "Polygon": coordinates[:1], "MultiPolygon": [p[0] for p in coordinates]}.get(kind, [])
    return lines


def unknown(source, known):
    """A source is an id of sources.toml or the address of a page."""
    return known is not None and source not in known and not source.startswith(("https://", "http://"))


@functools.cache
def stations():
    """Positions of the station list, as text to the fifth decimal."""
    path = pathlib.Path(__file__).resolve().parent / "inputs" / "osm_railway_stations.csv"
    return {",".join(row.split(",")[:2]) for row in path.read_text("utf-8").splitlines()[1:]}


def check_point(where, point, known, faults):
    if not POINT_KEYS <= set(point) <= POINT_KEYS | POINT_MAY or point.get("radius_m", 1) <= 0:
        faults.append(f"{where}: keys {sorted(set(point) ^ POINT_KEYS)} too many or missing, or radius_m")
        return None
    lon, lat = point["lon"], point["lat"]
    west, south, east, north = WINDOW
    if not (west <= lon <= east and south <= lat <= north):
        swapped = west <= lat <= east and south <= lon <= north
        faults.append(f"{where} {point['name']}: {lon}, {lat} " + ("longitude and latitude are swapped" if swapped else "outside the window"))
        return None
    if point["source"] == STATIONS and f"{lon:.5f},{lat:.5f}" not in stations():
        faults.append(f"{where} {point['name']}: {lon}, {lat} is no station of the list")
    if unknown(point["source"], known):
        faults.append(f"{where}: source {point['source']} is not in sources.toml")
    return lon, lat


def check_file(path, known, faults):
    """One table row of an alignment file; faults are appended."""
    try:
        line = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"{path.name}: {error}")
        return None
    if set(line) != LINE_KEYS:
        faults.append(f"{path.name}: keys {sorted(set(line) ^ LINE_KEYS)} too many or missing")
        return None
    if not line["names"] or line["category"] not in CATEGORIES:
        faults.append(f"{path.name}: no names, or category {line['category']} unknown")
    for length in line["published"]:
        if not {"km", "date"} <= set(length) <= LENGTH_KEYS or not ("source" in length or "url" in length):
            faults.append(f"{path.name}: published length {length} needs km, date and a source or address")
    drawn, points, doubt, grade, previous = 0.0, 0, 0, 0, None
    shapes = []
    for number, part in enumerate(line["parts"]):
        where = f"{path.name} part {number}"
        if not PART_KEYS <= set(part) <= PART_KEYS | PART_MAY:
            faults.append(f"{where}: keys {sorted(set(part) ^ PART_KEYS)} too many or missing")
            continue
        if part["grade"] not in GRADES or not part["method"] or part.get("uncertainty_m", 1) <= 0:
            faults.append(f"{where}: grade, method or uncertainty_m")
            continue
        if unknown(part["source"], known):
            faults.append(f"{where}: source {part['source']} is not in sources.toml")
        track = [check_point(where, p, known, faults) for p in part["waypoints"]]
        if None in track or len(track) < 2:
            faults.append(f"{where}: fewer than two good waypoints")
            continue
        for a, b, c in zip(track, track[1:], track[2:]):
            if turn_degrees(a, b, c) > 150:
                faults.append(f"{where}: sharp turn back at {b}")
        if previous is not None and geodesic_km(previous, track[0]) > 3:
            faults.append(f"{where}: starts {geodesic_km(previous, track[0]):.0f} km from the end of the part before")
        previous = track[-1]
        drawn += line_km(track)
        points += len(track)
        doubt = max(doubt, part.get("uncertainty_m", 0))
        grade = max(grade, GRADES.index(part["grade"]))
        shapes.append(track)
    lengths = [length["km"] for length in line["published"]]
    if lengths and grade < GRADES.index("schematic"):
        if min(abs(drawn - km) / km for km in lengths) > LENGTH_TOLERANCE:
            faults.append(f"{path.name}: {GRADES[grade]}, but drawn {drawn:.1f} km against published {lengths}")
    return {"file": path.stem, "category": line["category"], "kind": line["kind"], "grade": GRADES[grade], "uncertainty_m": doubt,
            "points": points, "drawn": drawn, "published": lengths, "names": line["names"], "shapes": shapes}


def read_sources(path):
    if not path.exists():
        return None
    return {source["id"] for source in tomllib.loads(path.read_text("utf-8")).get("source", [])}


def main():
    here = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=pathlib.Path, default=here / "curated" / "alignments")
    parser.add_argument("--sources", type=pathlib.Path, default=here / "sources.toml")
    parser.add_argument("--water", type=pathlib.Path, help="GeoJSON with named rivers and lakes: crossings are counted")
    parser.add_argument("--water-names", default="黄河,Huang", help="names to look for in --water, comma between")
    options = parser.parse_args()
    known = read_sources(options.sources)
    water = read_water(options.water, options.water_names.split(",")) if options.water else []
    faults, rows, owner = [], [], {}
    for path in sorted(options.folder.glob("*.toml")):
        row = check_file(path, known, faults)
        if row is None:
            continue
        rows.append(row)
        for name in row["names"]:
            if name in owner:
                faults.append(f"{path.name}: name {name} is also in {owner[name]}")
            owner[name] = path.name
    for row in rows:
        published = " ".join(f"{km:g}" for km in row["published"]) or "-"
        ratio = " ".join(f"{row['drawn'] / km:.2f}" for km in row["published"]) or "-"
        crossed = f"  crosses {sum(crossings(s, water) for s in row['shapes'])}" if water else ""
        print(f"{row['file']:42} {row['category']:5} {row['kind']:6} {row['grade']:9} stated ±{row['uncertainty_m'] / 1000:5.1f} km "
              f"{row['points']:3} points  drawn {row['drawn']:7.1f} km  published {published:18} ratio {ratio}{crossed}")
    grades = {grade: sum(r["grade"] == grade for r in rows) for grade in GRADES}
    print(f"{len(rows)} alignments {grades}, {sum(r['points'] for r in rows)} waypoints, {sum(r['drawn'] for r in rows):.0f} km")
    if known is None:
        print("sources.toml not found: source ids were not checked")
    for fault in dict.fromkeys(faults):
        print("FAULT", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
