"""`verify.py inputs`: sha256 of the input files. `verify.py outputs`: what must hold for the files of reference/."""
import hashlib
import sys
import tomllib

import common
from common import HERE, REFERENCE, Finder, gcj02_to_wgs84, km, read_csv, say

GEODATA = HERE.parent
CLASSES = set("city county_seat town township village station airport port industrial plant mine reservoir lake river desert "
              "mountain pass scenic other".split())
KINDS = {"short", "former", "variant", "en", "pinyin"}


def sources():
    return tomllib.loads((GEODATA / "sources.toml").read_text(encoding="utf-8"))["source"]


def inputs():
    there = {f"recipes/inputs/{path.name}": path for path in (HERE / "inputs").iterdir()}
    for source in sources():
        for f in source.get("files", []):
            path = there.pop(f["path"], None)
            if path is None:
                sys.exit(f"verify: missing input {f['path']}")
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            if digest != f["sha256"]:
                sys.exit(f"verify: {f['path']} is not the file that sources.toml states")
            say(source["id"], f"{path.name}  {path.stat().st_size / 1e3:.0f} kB  sha256 as stated {digest}")
    if there:
        sys.exit(f"verify: inputs without a source: {sorted(there)}")


def shifted(lon, lat):
    """Where a GCJ-02 mix-up would put a point, to first order."""
    x, y = gcj02_to_wgs84(lon, lat)
    return 2 * lon - x, 2 * lat - y


def datum(places):
    """Distance of each control point to its place, and to where the place would be if a shift had slipped in."""
    out = []
    for r in read_csv(HERE / "control_points.csv"):
        p = places[r["place"]]
        lon, lat = float(r["lon"]), float(r["lat"])
        here = km(lon, lat, float(p["lon"]), float(p["lat"])) * 1000
        wrong = km(lon, lat, *shifted(float(p["lon"]), float(p["lat"]))) * 1000
        out.append((r["name"], here, wrong, float(r["tolerance_m"])))
    return out


def outputs():
    import pyogrio
    known = {s["id"] for s in sources()}
    rows = read_csv(REFERENCE / "places.csv")
    places = {p["id"]: p for p in rows}
    counties = Finder("district", lambda c: c.startswith("15"))
    bad = []
    if len(places) != len(rows):
        bad.append("places.csv: an id twice")
    for p in rows:
        if p["class"] not in CLASSES or p["source"] not in known or int(p["uncertainty_m"]) <= 0:
            bad.append(f"places.csv: {p['id']} {p['class']} {p['source']} {p['uncertainty_m']}")
        if p["lon"] and p["admin"] in counties.names and counties.code(float(p["lon"]), float(p["lat"])) != p["admin"]:
            bad.append(f"places.csv: {p['id']} {p['name']} is not in {p['admin']}")
    meta, _, _, columns = pyogrio.raw.read(REFERENCE / "admin.fgb", columns=["code", "source", "seat_source"], read_geometry=False)
    column = dict(zip(meta["fields"], columns))
    codes = set(column["code"])
    if len([c for c in codes if c.startswith("15") and not c.endswith("00")]) != 103:
        bad.append("admin.fgb: not 103 counties")
    for s in [*column["source"], *[s.split(":")[0] for s in column["seat_source"] if s]]:
        if s not in known:
            bad.append(f"admin.fgb: source {s}")
    for r in read_csv(REFERENCE / "place_names.csv"):
        place = r["place"]
        if r["kind"] not in KINDS or r["source"] not in known or not (place in places or place[:4] == "adm-" and place[4:] in codes):
            bad.append(f"place_names.csv: {r}")
    for name, here, wrong, tolerance in datum(places):
        if here > tolerance or wrong < here:
            bad.append(f"datum: {name} {here:.0f} m off (allowed {tolerance:.0f})")
    for file in ("admin.fgb", "water.fgb"):
        if not pyogrio.read_info(REFERENCE / file)["capabilities"]["fast_spatial_filter"]:
            bad.append(f"{file}: no spatial index")
    size = sum(p.stat().st_size for p in REFERENCE.iterdir())
    if size > 15e6:
        bad.append(f"reference/ is {size} bytes")
    if bad:
        sys.exit("verify:\n  " + "\n  ".join(bad[:40]))
    say("check", f"{len(places)} places, {len(codes)} units, {size / 1e6:.1f} MB: all hold")


if __name__ == "__main__":
    {"inputs": inputs, "outputs": outputs}[sys.argv[1]]()
