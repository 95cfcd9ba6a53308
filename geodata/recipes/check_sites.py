#!/usr/bin/env python3
"""Checks geodata/curated/sites.csv and geodata/curated/places.csv.

Comes in: the two files (columns in geodata/README.md) and sources.toml.
Goes out: a count per category and class, then one line per fault; exit code 1 if there is any fault.
Must not know: the boundaries. That a point lies in its county was checked when the row was written.

    python3 geodata/recipes/check_sites.py [--curated DIR] [--sources FILE]

Units: degrees (longitude first) for places, metres for uncertainty.
"""
import argparse
import collections
import csv
import datetime
import pathlib
import re
import sys
import tomllib

WINDOW = (97.0, 36.0, 127.0, 54.0)  # west, south, east, north
CATEGORIES = {"rail", "road", "airport", "hub", "port", "water", "energy", "ecology", "industry",
              "digital", "innovation", "culture", "urban", "other"}
CLASSES = {"city", "county_seat", "town", "township", "village", "station", "airport", "port", "industrial", "plant", "mine",
           "reservoir", "lake", "river", "desert", "mountain", "pass", "scenic", "other"}
SITE_COLUMNS = ["names", "category", "lon", "lat", "grade", "uncertainty_m", "admin", "source",
                "source_url", "source_title", "source_date", "note"]
PLACE_COLUMNS = ["id", "name", "class", "admin", "lon", "lat", "uncertainty_m", "population", "source", "source_ref", "date",
                 "aliases", "source_url", "source_title", "note"]
LARGEST_M = {"exact": 1000, "near": 30000}  # a site that is known less well is known by its county only
PAGE = "page"  # the coordinates stand on the cited page itself
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def read(path, columns, faults):
    """(line number, row) of a file whose header is right."""
    raw = path.read_bytes()
    if raw.startswith(b"\xef\xbb\xbf") or b"\r" in raw:
        faults.append(f"{path.name}: a byte order mark or a carriage return")
    lines = csv.DictReader(raw.decode("utf-8").splitlines(), strict=True)
    if lines.fieldnames != columns:
        faults.append(f"{path.name}: columns are {lines.fieldnames}")
        return []
    rows = []
    for row in lines:
        if None in row or None in row.values():
            faults.append(f"{path.name} line {lines.line_num}: {'a comma without quotes' if None in row else 'fields missing'}")
        else:
            rows.append((lines.line_num, row))
    return rows


def check_point(where, row, faults):
    try:
        lon, lat = float(row["lon"]), float(row["lat"])
    except ValueError:
        faults.append(f"{where}: no number in {row['lon']}, {row['lat']}")
        return
    west, south, east, north = WINDOW
    if not (west <= lon <= east and south <= lat <= north):
        swapped = west <= lat <= east and south <= lon <= north
        faults.append(f"{where}: {lon}, {lat} {'longitude and latitude are swapped' if swapped else 'outside the window'}")
    if lon == int(lon) and lat == int(lat):
        faults.append(f"{where}: {lon}, {lat} are whole degrees")


def check_doubt(where, text, largest, faults):
    if not text.isdigit() or not 0 < int(text) <= largest:
        faults.append(f"{where}: uncertainty_m {text!r} is not a whole number from 1 to {largest}")


def check_source(where, row, date, known, faults):
    source = row["source"]
    if source == PAGE and not row["source_url"]:
        faults.append(f"{where}: source {PAGE} without an address")
    if source != PAGE and source not in known:
        faults.append(f"{where}: source {source!r} is not in sources.toml")
    if bool(row["source_url"]) != bool(row["source_title"]):
        faults.append(f"{where}: an address without a title, or a title without an address")
    if row["source_url"] and not re.match(r"https?://\S+$", row["source_url"]):
        faults.append(f"{where}: {row['source_url']!r} is not an address")
    if not DATE.fullmatch(date):
        faults.append(f"{where}: date {date!r}")
    elif len(date) == 10:
        try:
            datetime.date.fromisoformat(date)
        except ValueError:
            faults.append(f"{where}: date {date!r}")


def split(text):
    return [part for part in text.split("|")] if text else []


def check_names(where, names, seen, faults):
    """Names of one row against each other and against the rows before."""
    for name in names:
        if not name or name != name.strip():
            faults.append(f"{where}: an empty name or a blank at its end")
        if names.count(name) > 1:
            faults.append(f"{where}: {name} twice in the row")
        if name in seen and seen[name] != where:
            faults.append(f"{where}: {name} also in {seen[name]}")
        seen.setdefault(name, where)


def check_sites(rows, known, faults):
    seen = {}
    for number, row in rows:
        where = f"sites.csv line {number}"
        names = split(row["names"])
        if not names:
            faults.append(f"{where}: no name")
        check_names(where, names, seen, faults)
        check_point(where, row, faults)
        if row["category"] not in CATEGORIES:
            faults.append(f"{where}: category {row['category']!r}")
        if row["grade"] not in LARGEST_M:
            faults.append(f"{where}: grade {row['grade']!r}")
        check_doubt(where, row["uncertainty_m"], LARGEST_M.get(row["grade"], 30000), faults)
        if not re.fullmatch(r"15\d{4}", row["admin"]):
            faults.append(f"{where}: admin {row['admin']!r} is not a 旗县 of the region")
        check_source(where, row, row["source_date"], known, faults)


def check_places(rows, known, faults):
    ids, seen = set(), {}
    for number, row in rows:
        where = f"places.csv line {number}"
        if not re.fullmatch(r"cur-[a-z0-9-]+", row["id"]) or row["id"] in ids:
            faults.append(f"{where}: id {row['id']!r} is malformed or used twice")
        ids.add(row["id"])
        check_names(where, [row["name"]] + split(row["aliases"]), seen, faults)
        check_point(where, row, faults)
        if row["class"] not in CLASSES:
            faults.append(f"{where}: class {row['class']!r}")
        check_doubt(where, row["uncertainty_m"], 30000, faults)
        if row["admin"] and not re.fullmatch(r"\d{6}", row["admin"]):
            faults.append(f"{where}: admin {row['admin']!r}")
        if row["population"] and not row["population"].isdigit():
            faults.append(f"{where}: population {row['population']!r}")
        check_source(where, row, row["date"], known, faults)
    if [r["id"] for _, r in rows] != sorted(r["id"] for _, r in rows):
        faults.append("places.csv: not in the order of the ids")


def main():
    here = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--curated", type=pathlib.Path, default=here / "curated")
    parser.add_argument("--sources", type=pathlib.Path, default=here / "sources.toml")
    args = parser.parse_args()
    known = {source["id"] for source in tomllib.loads(args.sources.read_text("utf-8")).get("source", [])}
    faults = []
    sites = read(args.curated / "sites.csv", SITE_COLUMNS, faults)
    places = read(args.curated / "places.csv", PLACE_COLUMNS, faults)
    check_sites(sites, known, faults)
    check_places(places, known, faults)
    print(f"{len(sites)} sites:", dict(sorted(collections.Counter((r["category"], r["grade"]) for _, r in sites).items())))
    print(f"{len(places)} places:", dict(sorted(collections.Counter(r["class"] for _, r in places).items())))
    for fault in faults:
        print("FAULT", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
