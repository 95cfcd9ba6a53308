"""Tiles as files, read by others: the PMTiles archive by the reader of its authors, the plain files by GDAL's MVT driver.

Both are written here by `planmap export` from the release that the service has.
"""

import gzip
import hashlib
import re
import shutil

import mapbox_vector_tile
from pmtiles.reader import MmapSource, Reader, all_tiles, deserialize_directory
from pmtiles.tile import Compression, TileType, tileid_to_zxy

from common import BY_TYPE, DATA, PLANMAP, SCRATCH, Tally, matched, need, run

ARCHIVE_ZOOM = 7
STATIC_ZOOM = 3
LAYERS = ("admin", "places", "projects")


def drawn(name):
    """How many features of a layer have a geometry."""
    return sum(map(matched, BY_TYPE)) if name == "projects" else matched(name)


def entries(get, header, offset, length):
    """Every entry of tiles, in the order of the directories."""
    for entry in deserialize_directory(get(offset, length)):
        if entry.run_length:
            yield entry
        else:
            yield from entries(get, header, header["leaf_directory_offset"] + entry.offset, entry.length)


def directories(tally, get, header):
    """Every entry lies inside the data, in order (clustered), and no content is stored twice."""
    end = 0
    contents = {}
    addressed = 0
    for entry in entries(get, header, header["root_offset"], header["root_length"]):
        where = tileid_to_zxy(entry.tile_id)
        tally.true(f"tile {where} lies inside the data", entry.offset + entry.length <= header["tile_data_length"])
        tally.true(f"tile {where} is clustered", entry.offset == end or entry.offset in contents.values())
        body = get(header["tile_data_offset"] + entry.offset, entry.length)
        tally.equal(f"tile {where} is stored once", contents.setdefault(hashlib.sha256(body).digest(), entry.offset), entry.offset)
        end = max(end, entry.offset + entry.length)
        addressed += entry.run_length
    tally.equal("addressed tiles", addressed, header["addressed_tiles_count"])
    tally.equal("tile contents", len(contents), header["tile_contents_count"])
    return addressed


def archive(tally):
    path = SCRATCH / "conformance.pmtiles"
    path.unlink(missing_ok=True)
    run(PLANMAP, "export", "pmtiles", "--data", DATA, "--max-zoom", ARCHIVE_ZOOM, "--out", path)
    with path.open("rb") as file:
        get = MmapSource(file)
        header = Reader(get).header()
        tally.true("the archive says that it is clustered", header["clustered"])
        tally.equal("type and compression", (header["tile_type"], header["tile_compression"]), (TileType.MVT, Compression.GZIP))
        tally.equal("zooms", (header["min_zoom"], header["max_zoom"]), (0, ARCHIVE_ZOOM))
        addressed = directories(tally, get, header)
        tally.equal("tiles that the reader finds", sum(1 for _ in all_tiles(get)), addressed)
        world = mapbox_vector_tile.decode(gzip.decompress(Reader(get).get(0, 0, 0)))
        for name in LAYERS:
            ids = {f["properties"]["id"] for f in world[name]["features"]}
            tally.equal(f"{name} in the tile of the world", len(ids), drawn(name))
        layers = [layer["id"] for layer in Reader(get).metadata()["vector_layers"]]
        tally.equal("layers of the metadata", sorted(layers), sorted(LAYERS))
    return addressed


def plain_files(tally):
    folder = SCRATCH / "static"
    shutil.rmtree(folder, ignore_errors=True)
    run(PLANMAP, "export", "static", "--data", DATA, "--max-zoom", STATIC_ZOOM, "--out", folder)
    for name in LAYERS:
        source = f"MVT:{folder}/tiles/{name}/0"
        told = run("ogrinfo", "-ro", "-so", "-oo", "TILE_EXTENSION=mvt", source, name)
        tally.equal(f"{name} at zoom 0", int(re.search(r"Feature Count: (\d+)", told).group(1)), drawn(name))
        deepest = run("ogrinfo", "-ro", "-so", "-oo", "TILE_EXTENSION=mvt", f"MVT:{folder}/tiles/{name}/{STATIC_ZOOM}", name)
        tally.true(f"{name} at zoom {STATIC_ZOOM}", int(re.search(r"Feature Count: (\d+)", deepest).group(1)) >= drawn(name))


def main():
    need("ogrinfo")
    tally = Tally()
    addressed = archive(tally)
    plain_files(tally)
    tally.end(f"PMTiles with {addressed} tiles to zoom {ARCHIVE_ZOOM}, plain files by GDAL's MVT driver")


main()
