"""Python clients: OWSLib on the features service, pyogrio and geopandas on the downloads, a newer GDAL on the tiles.

pyogrio brings a GDAL of its own, years newer than Debian's: it also reads the tiles by the OGCAPI driver.
"""

import warnings

import geopandas
import pyogrio
from owslib.ogcapi.features import Features

from common import BY_TYPE, SCRATCH, URL, Tally, collections, fetch_json, matched, saved

WINDOW = [109.0, 40.0, 112.0, 41.5]


def by_owslib(tally, found):
    service = Features(URL)
    tally.equal("OWSLib, collections", {c["id"] for c in service.collections()["collections"]}, set(found))
    tally.equal("OWSLib, feature collections", set(service.feature_collections()), set(found))
    tally.equal("OWSLib, conformance", service.conformance(), fetch_json("/conformance", f="json"))
    tally.true("OWSLib finds the API document", bool(service.api()["paths"]))
    for name in found:
        queryables = service.collection_queryables(name)["properties"]
        tally.true(f"OWSLib, queryables of {name}", len(queryables) > 1)
        page = service.collection_items(name, limit=5)
        tally.equal(f"OWSLib, numberMatched of {name}", page["numberMatched"], matched(name))
        first = page["features"][0]
        tally.equal(f"OWSLib, one item of {name}", service.collection_item(name, first["id"])["properties"], first["properties"])
    page = service.collection_items("projects", bbox=WINDOW, limit=10000, category="rail")
    wanted = matched("projects", bbox=",".join(map(str, WINDOW)), category="rail")
    tally.equal("OWSLib, a window and a queryable", len(page["features"]), wanted)


def by_geopandas(tally, extension):
    for name in (*BY_TYPE, "admin", "places"):
        path = saved(f"pandas-{name}.{extension}", f"/collections/{name}/items", f=extension)
        read = [pyogrio.read_dataframe(path, layer=layer) for layer, _ in pyogrio.list_layers(path)]
        tally.equal(f"{path.name}, rows", sum(map(len, read)), matched(name))
        tally.true(f"{path.name}, WGS 84", all(frame.crs.to_epsg() == 4326 for frame in read))
        tally.true(f"{path.name}, geometry", all(frame.geometry.notna().all() for frame in read))
    rail = geopandas.read_file(SCRATCH / f"pandas-projects_lines.{extension}", bbox=tuple(WINDOW), where="category = 'rail'")
    tally.true(f"geopandas, a window of the railways in {extension}", len(rail) > 0 and (rail["category"] == "rail").all())


def by_newer_gdal(tally):
    for name in (*BY_TYPE, "admin"):
        source = f"OGCAPI:{URL}/collections/{name}"
        layer = pyogrio.list_layers(source)[0][0]
        tally.equal(f"OGCAPI tiles, {layer} of {name}", len(pyogrio.read_dataframe(source, layer=layer)), matched(name))


def formats():
    enums = (p["schema"].get("enum", []) for p in fetch_json("/api", f="json")["components"]["parameters"].values())
    return next(e for e in enums if "fgb" in e)


def main():
    warnings.filterwarnings("ignore", message="More than one layer")
    tally = Tally()
    by_owslib(tally, collections())
    read = [f for f in ("fgb", "gpkg") if f in formats()]
    for extension in read:
        by_geopandas(tally, extension)
    by_newer_gdal(tally)
    gdal = ".".join(map(str, pyogrio.__gdal_version__))
    tally.end(f"OWSLib, geopandas {geopandas.__version__} on {' '.join(read)}, GDAL {gdal} on the tiles")


main()
