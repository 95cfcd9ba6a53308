"""Vector tiles decoded by another implementation: GEOS finds every polygon valid, each layer keeps its version and extent.

At each zoom the tiles of a block around Hohhot and Baotou are read, from every layer of the dataset tiles.
"""

import urllib.error

import mapbox_vector_tile
from shapely.geometry import shape
from shapely.validation import explain_validity

from common import SCRATCH, Tally, fetch

# Zoom: rows and columns of the block; the whole of it at low zooms.
BLOCKS = {0: (0, 0, 1), 3: (2, 6, 2), 5: (11, 24, 4), 7: (46, 100, 6), 9: (190, 410, 8), 11: (770, 1655, 8), 13: (3090, 6632, 8)}


def decoded(zoom, row, column):
    try:
        body = fetch(f"/tiles/WebMercatorQuad/{zoom}/{row}/{column}")
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return {}
        raise
    return mapbox_vector_tile.decode(body, default_options={"geojson": False, "y_coord_down": True}) if body else {}


def inspect(tally, where, name, layer):
    tally.equal(f"{where} {name}, version and extent", (layer["version"], layer["extent"]), (2, 4096))
    for feature in layer["features"]:
        geometry = feature["geometry"]
        tally.true(f"{where} {name} {feature['id']}, empty", bool(geometry["coordinates"]))
        if geometry["type"].endswith("Polygon"):
            polygon = shape(geometry)
            tally.true(f"{where} {name} {feature['id']} {feature['properties'].get('name')}: {explain_validity(polygon)}", polygon.is_valid)
            yield polygon


def main():
    tally = Tally()
    tiles = polygons = 0
    for zoom, (row, column, side) in BLOCKS.items():
        for r in range(row, row + side):
            for c in range(column, column + side):
                layers = decoded(zoom, r, c)
                tiles += bool(layers)
                for name, layer in layers.items():
                    polygons += sum(1 for _ in inspect(tally, f"{zoom}/{r}/{c}", name, layer))
    tally.true("tiles and polygons were read", tiles > len(BLOCKS) and polygons > 0)
    tally.end(f"{polygons} polygons in {tiles} vector tiles, zooms {' '.join(map(str, BLOCKS))}")


main()
