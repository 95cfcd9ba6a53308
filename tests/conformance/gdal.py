"""GDAL's own tools on the service: the OAPIF and OGCAPI drivers, a window and an attribute filter, every download.

Each count is held against `numberMatched` of the same question.
"""

import re
import zipfile

from common import BY_TYPE, SCRATCH, URL, Tally, collections, fetch_json, matched, need, run, saved

WINDOW = (109.0, 40.0, 112.0, 41.5)


def count(source, layer, *options):
    text = run("ogrinfo", "-ro", "-so", *options, source, layer)
    return int(re.search(r"Feature Count: (-?\d+)", text).group(1))


def layers(path):
    return re.findall(r"^\d+: (.+?)(?: \(|$)", run("ogrinfo", "-ro", "-q", path), re.MULTILINE)


def total(path):
    return sum(count(path, layer) for layer in layers(path))


def services(tally, found):
    for name in found:
        wanted = matched(name)
        tally.equal(f"OAPIF, features of {name}", count(f"OAPIF:{URL}", name), wanted)
        if "spatial" in found[name].get("extent", {}):  # that driver opens nothing without a box
            tally.equal(f"OGCAPI, features of {name}", by_ogcapi(name), wanted)


def by_ogcapi(name):
    return count(f"OGCAPI:{URL}/collections/{name}", name, "-oo", "API=ITEMS")


def selections(tally):
    box = ",".join(map(str, WINDOW))
    for name, where, query in (
        ("projects", "category='rail'", {"category": "rail"}),
        ("projects_lines", "category='road'", {"category": "road"}),
        ("mentions", "plan='hbew-2021'", {"plan": "hbew-2021"}),
    ):
        out = SCRATCH / f"window-{name}.geojsonl"
        out.unlink(missing_ok=True)
        run("ogr2ogr", "-f", "GeoJSONSeq", out, f"OAPIF:{URL}", name, "-spat", *WINDOW, "-where", where)
        wanted = matched(name, bbox=box, **query)
        tally.true(f"the window of {name} holds something", wanted > 0)
        tally.equal(f"ogr2ogr -spat -where {where} on {name}", len(out.read_text().splitlines()), wanted)


def downloads(tally):
    """Every format that the document declares for the items of a collection, read back."""
    document = fetch_json("/api", f="json")
    formats = next(
        p["schema"]["enum"]
        for p in document["components"]["parameters"].values()
        if p["name"] == "f" and "fgb" in p["schema"].get("enum", [])
    )
    for name in (*BY_TYPE, "admin"):
        wanted = matched(name)
        for extension in ("geojson", "geojsonseq", "fgb", "gpkg", "kml"):
            if extension in formats:
                # GeoJSON is a page of features: as many as a page can hold.
                whole = {"limit": 10000} if extension == "geojson" else {}
                path = saved(f"{name}.{extension}", f"/collections/{name}/items", f=extension, **whole)
                tally.equal(f"{path.name} read back", total(path), wanted)
        if "shp" in formats:
            path = saved(f"{name}.shp.zip", f"/collections/{name}/items", f="shp")
            tally.equal(f"{path.name} read back", total(f"/vsizip/{path}"), wanted)
            with zipfile.ZipFile(path) as archive:
                encodings = {archive.read(n).strip() for n in archive.namelist() if n.endswith(".cpg")}
            tally.equal(f"{path.name}, encoding of the attributes", encodings, {b"UTF-8"})
    return [f for f in formats if f not in ("json", "html")]


def main():
    need("ogrinfo", "ogr2ogr")
    tally = Tally()
    found = collections()
    services(tally, found)
    selections(tally)
    formats = downloads(tally)
    version = run("ogrinfo", "--version").split(",")[0]
    tally.end(f"{version}, {len(found)} collections by OAPIF and OGCAPI, downloads of {' '.join(formats)}")


main()
