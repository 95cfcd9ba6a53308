"""reference/water.fgb: rivers, lakes and playas of the window with the names that their own source gives, or that position makes certain."""
import json
import math
import re

import numpy as np
import pyogrio
import shapely

import common
from common import DATA, HERE, INPUTS, WINDOW, say

BOX = shapely.box(*WINDOW)
# Near the region the tributaries matter; far from it only what a small map shows.
NEAR_DEGREES = 1.0

# Chinese names of Natural Earth's romanised rows, certain because the NGCC line or the lake itself lies there.
NE_CHINESE = {"Huang": "黄河", "Wujia": "乌加河", "Xar Moron": "西拉木伦河", "Yongding": "永定河", "Hulun Nuur": "呼伦湖",
              "Dalai Nur": "达里诺尔", "Ulansuhai Nur": "乌梁素海", "Gaxun Nur": "嘎顺诺尔"}

# GSHHG lakes: a name is attached only where the named lake's own objects stand on its shore (the reason column of lake_names.csv).


def length_km(shape):
    total = 0.0
    for part in shapely.get_parts(shape):
        xy = shapely.get_coordinates(part)
        for (x0, y0), (x1, y1) in zip(xy[:-1], xy[1:]):
            total += math.hypot((x1 - x0) * 111.32 * math.cos(math.radians((y0 + y1) / 2)), (y1 - y0) * 110.95)
    return total


def area_km2(shape):
    lat = shapely.centroid(shape).y
    return shapely.area(shape) * 111.32 * math.cos(math.radians(lat)) * 110.95


def lake_rank(area):
    return 1 if area >= 1000 else 2 if area >= 300 else 3 if area >= 100 else 4 if area >= 30 else 5 if area >= 10 else 6


def clean(name):
    """The first name of 黑河(弱水、东河、西河), and the others."""
    if not name:
        return "", []
    m = re.match(r"^([^(（]+)[(（]([^)）]*)[)）]$", name)
    if not m:
        return name, []
    return m.group(1), [n for n in re.split("[、,，]", m.group(2)) if n]


def ngcc(layer):
    meta, _, geometry, columns = pyogrio.raw.read(DATA / "ngcc" / f"{layer}.shp", encoding="GBK", bbox=WINDOW)
    column = dict(zip(meta["fields"], columns))
    for i, shape in enumerate(shapely.from_wkb(geometry)):
        yield shape, {k: v[i] for k, v in column.items()}


def ngcc_rivers():
    """One feature per river name (parts merged); unnamed parts stay single. Levels 1 and 2 of the source are the main rivers."""
    by_name, out = {}, []
    for shape, r in ngcc("hyd2_4l"):
        code, level = int(r["GBCODE"]), int(r["LEVEL_RIVE"])
        if code == 99300:
            continue  # frame lines of the sheet
        name, other = clean(r["NAME"])
        key = (name, code == 22012)
        entry = by_name.setdefault(key, [[], [], other])
        entry[0].append(shape)
        entry[1].append(level)
    for (name, canal), (parts, levels, other) in sorted(by_name.items()):
        merged = shapely.line_merge(shapely.unary_union(parts))
        merged = shapely.intersection(merged, BOX)
        rank = {"黄河": 1, "黑龙江": 1, "松花江": 1, "辽河": 2, "嫩江": 2, "额尔古纳河": 2, "海河": 2}.get(name)
        rank = rank or (2 if length_km(merged) > 500 else 3 if length_km(merged) > 150 else 4)
        out.append((merged, name, "", "river", 5 if canal else rank, "ngcc-1to4m", other))
    return out


def ngcc_lakes():
    for shape, r in ngcc("hyd2_4p"):
        code = int(r["GBCODE"])
        name, other = clean(r["NAME"])
        if code == 79200 or name == "黄河":
            continue  # islands and banks
        if name == "嘎顺喏尔":
            name = "嘎顺诺尔"
        yield shapely.intersection(shape, BOX), name, "", "lake", lake_rank(area_km2(shape)), "ngcc-1to4m", other


def natural_earth(file, kind):
    for f in json.loads((INPUTS / file).read_text(encoding="utf-8"))["features"]:
        shape = shapely.intersection(shapely.from_geojson(json.dumps(f["geometry"])), BOX)
        if shapely.is_empty(shape):
            continue
        p = f["properties"]
        name_en = p.get("name_en") or p.get("name") or ""
        rank = min(6, max(1, int(p["scalerank"]) - 2))
        if kind == "lake":
            rank = lake_rank(area_km2(shape))
        yield shape, NE_CHINESE.get(p.get("name") or "", ""), name_en, kind, rank, "natural-earth", []


def gshhg(file):
    part, level = [], 0
    for line in (HERE / ".build" / "gshhg" / file).read_text(encoding="ascii").splitlines():
        if line.startswith(">"):
            if len(part) > 1:
                yield level, part
            part, level = [], int(line.rsplit("Level", 1)[1])
        elif line.strip():
            x, y = map(float, line.split()[:2])
            part.append((round(x, 6), round(y, 6)))
    if len(part) > 1:
        yield level, part


def gshhg_lakes(named):
    lines = [shapely.LineString(p) for level, p in gshhg("lakes.txt") if level == 2]
    for shape in sorted(shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.line_merge(shapely.unary_union(lines))))),
                        key=lambda s: s.bounds):
        name = name_en = ""
        for r in named:
            if shapely.contains_xy(shape, float(r["lon"]), float(r["lat"])):
                name, name_en = r["name"], r["name_en"]
        yield shape, name, name_en, "lake", lake_rank(area_km2(shape)), "gshhg", []


def gshhg_rivers(main, near):
    """WDBII river segments that no NGCC line already draws; never named."""
    drawn = shapely.buffer(shapely.unary_union(main), 0.03)
    shapely.prepare(drawn)
    ranks, parts = {}, []
    for level, p in gshhg("rivers.txt"):
        line = shapely.LineString(p)
        if length_km(line) > 0.2:
            parts.append((level, line))
    for level in sorted({l for l, _ in parts}):
        merged = shapely.line_merge(shapely.unary_union([s for l, s in parts if l == level]))
        for line in sorted(shapely.get_parts(merged), key=lambda s: s.bounds):
            if level > 4 and not shapely.intersects(near, line):
                continue
            rest = shapely.difference(line, drawn)
            if length_km(rest) < 0.3 * length_km(line) or length_km(rest) < 5:
                continue
            yield line, "", "", "river", min(6, level + 1 if level < 6 else 6), "gshhg", []


def build():
    region = {c: s for c, _, s in common.boundaries("province")}[common.REGION]
    near = shapely.buffer(shapely.simplify(region, 0.05), NEAR_DEGREES)
    shapely.prepare(near)
    named = common.read_csv(HERE / "lake_names.csv")
    rows = ngcc_rivers()
    lines = [r[0] for r in rows]
    rows += list(ngcc_lakes())
    lakes = lambda: [r[0] for r in rows if r[3] == "lake"]
    # every further source adds only the lakes and rivers that the ones before do not draw
    for shape, *rest in list(natural_earth("ne_10m_lakes.geojson", "lake")) + list(gshhg_lakes(named)):
        old = [i for i, r in enumerate(rows) if r[3] == "lake" and shapely.intersects(r[0], shape)
               and shapely.area(shapely.intersection(r[0], shape)) > 0.2 * min(shapely.area(shape), shapely.area(r[0]))]
        if old:
            for i in old:
                r = rows[i]
                rows[i] = (r[0], r[1] or rest[0], r[2] or rest[1], *r[3:])
            continue
        rows.append((shape, *rest))
    rows += list(natural_earth("ne_10m_playas.geojson", "playa"))
    drawn = shapely.buffer(shapely.unary_union(lines), 0.05)
    for row in natural_earth("ne_10m_rivers_lake_centerlines.geojson", "river"):
        outside = shapely.difference(row[0], drawn)
        if row[1]:
            rows = [(r[0], r[1], row[2] if r[1] == row[1] and not r[2] else r[2], *r[3:]) if r[3] == "river" else r for r in rows]
        if length_km(outside) > 0.4 * length_km(row[0]):
            rows.append(row)
            lines.append(row[0])
    rows += list(gshhg_rivers(lines, near))
    rows = [r for r in rows if not shapely.is_empty(r[0])]
    keyed = []
    for shape, name, name_en, kind, rank, source, other in rows:
        b = shape.bounds
        keyed.append(((kind, rank, name, source, b), shape, name, name_en, kind, rank, source, other))
    keyed.sort(key=lambda r: r[0])
    final, numbers = [], {}
    for _, shape, name, name_en, kind, rank, source, other in keyed:
        numbers[source] = numbers.get(source, 0) + 1
        final.append((shapely.set_precision(shape, 1e-6, mode="pointwise"), f"{kind}-{source}-{numbers[source]:04d}", name,
                      name_en, kind, int(rank), source, other))
    common.write_fgb("water.fgb", [r[0] for r in final], ["id", "name", "name_en", "class", "rank", "source"],
                     [list(c) for c in zip(*[r[1:7] for r in final])], "Unknown")
    return final


if __name__ == "__main__":
    final = build()
    by_source = {}
    for r in final:
        by_source.setdefault((r[6], r[4]), [0, 0])
        by_source[(r[6], r[4])][0] += 1
        by_source[(r[6], r[4])][1] += bool(r[2])
    say("water", "features (named): " + ", ".join(f"{s} {k} {n} ({m})" for (s, k), (n, m) in sorted(by_source.items())))
    say("water", "names: " + " ".join(sorted({r[2] for r in final if r[2]})))
