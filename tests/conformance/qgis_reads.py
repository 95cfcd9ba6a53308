"""A headless QGIS opens the collections (OAPIF) and the vector tiles, counts what it gets, and draws the tiles.

Runs under Debian's own Python, which has the bindings: /usr/bin/python3 with QT_QPA_PLATFORM=offscreen.
"""

import time

from common import BY_TYPE, URL, Tally, collections, fetch_json, matched, not_run, saved

try:
    from qgis.core import (
        Qgis,
        QgsApplication,
        QgsCoordinateReferenceSystem,
        QgsMapRendererParallelJob,
        QgsMapSettings,
        QgsRectangle,
        QgsVectorLayer,
        QgsVectorTileBasicRenderer,
        QgsVectorTileLayer,
    )
    from qgis.PyQt.QtCore import QSize
    from qgis.PyQt.QtGui import QColor
except ImportError:
    not_run("python3-qgis is not installed")

PIXELS = 256
# Hohhot and Baotou in Web Mercator metres.
REGION = QgsRectangle(11_800_000, 4_700_000, 12_800_000, 5_700_000)


def features(tally, name):
    layer = QgsVectorLayer(f"url='{URL}' typename='{name}' pageSize='1000'", name, "OAPIF")
    tally.true(f"{name} opens: {layer.error().message()}", layer.isValid())
    wanted = matched(name)
    tally.equal(f"{name}, count of the layer", layer.featureCount(), wanted)
    tally.equal(f"{name}, features read", sum(1 for _ in layer.getFeatures()), wanted)


def drawn(layer):
    """How many pixels differ from the white ground."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    settings.setOutputSize(QSize(PIXELS, PIXELS))
    settings.setBackgroundColor(QColor("white"))
    settings.setExtent(REGION)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    white = QColor("white")
    return sum(image.pixelColor(x, y) != white for x in range(PIXELS) for y in range(PIXELS))


def tiles(tally, name):
    template = fetch_json(f"/collections/{name}/tiles/WebMercatorQuad/tilejson.json", f="json")["tiles"][0]
    layer = QgsVectorTileLayer(f"type=xyz&url={template}&zmin=0&zmax=14", name)
    tally.true(f"the tiles of {name} open", layer.isValid())
    style = QgsVectorTileBasicRenderer()
    style.setStyles(QgsVectorTileBasicRenderer.simpleStyleWithRandomColors())
    layer.setRenderer(style)
    tally.true(f"the tiles of {name} are drawn", drawn(layer) > PIXELS)
    whole = saved(f"qgis-{name}.mvt", f"/collections/{name}/tiles/WebMercatorQuad/0/0/0")
    counted = QgsVectorLayer(f"{whole}|layername={name}", name, "ogr").featureCount()
    tally.equal(f"the tile of the world holds {name}", counted, matched(name))


def main():
    began = time.monotonic()
    application = QgsApplication([], False)
    application.initQgis()
    tally = Tally()
    found = collections()
    for name in found:
        features(tally, name)
    unplaced = fetch_json("/quality")["by_grade"]["unplaced"]
    tally.equal("points, lines and areas together", sum(map(matched, BY_TYPE)), matched("projects") - unplaced)
    for name in (*BY_TYPE, "admin"):
        tiles(tally, name)
    application.exitQgis()
    print(f"took {time.monotonic() - began:.0f} s")
    tally.end(f"QGIS {Qgis.QGIS_VERSION.split('-')[0]}, {len(found)} collections by OAPIF, vector tiles of {len(BY_TYPE) + 1}")


main()
