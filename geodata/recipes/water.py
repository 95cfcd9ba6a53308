"""reference/water.fgb: rivers, lakes and playas of the window with the names that their own source gives, or that position makes certain."""
import heapq
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
              "Wuding": "无定河", "Sanggan": "桑干河", "Xiliao": "西辽河", "Kerulen": "克鲁伦河",
              "Tao’er": "洮儿河", "Chaor": "绰尔河", "Shilka": "石勒喀河", "Dalai Nur": "达里诺尔", "Ulansuhai Nur": "乌梁素海", "Gaxun Nur": "嘎顺诺尔"}


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


def middle_line(polygon, step=0.003):
    """Middle line of a river's channel: longest way through the Voronoi edges inside its outer ring."""
    channel = shapely.Polygon(polygon.exterior)
    shapely.prepare(channel)
    shore = shapely.get_coordinates(shapely.segmentize(channel.exterior, step))
    edges = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(shore), only_edges=True))
    ends = {}
    for edge in edges[shapely.contains_properly(channel, edges)]:
        a, b = (tuple(np.round(c, 7)) for c in shapely.get_coordinates(edge)[[0, -1]])
        if a != b:
            far = math.dist(a, b)
            ends.setdefault(a, []).append((b, far))
            ends.setdefault(b, []).append((a, far))

    def walk(start):
        cost, came, heap = {start: 0.0}, {}, [(0.0, start)]
        while heap:
            d, a = heapq.heappop(heap)
            if d > cost[a]:
                continue
            for b, far in ends[a]:
                if d + far < cost.get(b, math.inf):
                    cost[b], came[b] = d + far, a
                    heapq.heappush(heap, (d + far, b))
        return max(cost, key=lambda n: (cost[n], n)), came, len(cost)

    seen, best = set(), None
    for node in sorted(ends):
        if node in seen:
            continue
        far, came, size = walk(node)
        seen |= set(came) | {node}
        if best is None or size > best[1]:
            best = (far, size)
    start = best[0]
    end, came, _ = walk(start)
    path = [end]
    while path[-1] != start:
        path.append(came[path[-1]])
    return shapely.simplify(shapely.LineString(path), 0.0005)


def channels():
    """Channel polygons of the big rivers (code 21012). The source names the middle Yellow River after a reservoir on it."""
    for shape, r in ngcc("hyd2_4p"):
        if int(r["GBCODE"]) == 21012:
            yield shape


def ngcc_rivers():
    """One line per river name. Where the source draws both banks, the channel polygon and its middle line stand for them.

    Lines called 黄河 that are no bank, between the channel's two ends, are the irrigation canals of Ningxia and Hetao: unnamed here.
    """
    by_name, out = {}, []
    areas = list(channels())
    shores = [shapely.boundary(a) for a in areas]
    owners = [{} for _ in areas]
    middle_reach = shapely.union(shapely.box(105.0, 37.4, 107.2, 41.4), shapely.box(107.0, 40.0, 111.2, 41.4))
    for shape, r in ngcc("hyd2_4l"):
        code, level = int(r["GBCODE"]), int(r["LEVEL_RIVE"])
        if code == 99300:
            continue  # frame lines of the sheet
        name, other = clean(r["NAME"])
        middle = shapely.line_interpolate_point(shape, 0.5, normalized=True)
        bank = [k for k, shore in enumerate(shores) if shapely.distance(shore, middle) < 1e-5]
        if bank:
            owners[bank[0]].setdefault(name, 0.0)
            owners[bank[0]][name] += length_km(shape)
            continue
        if any(shapely.contains(a, middle) for a in areas):
            continue
        if name == "黄河" and code == 21011 and shapely.intersects(middle_reach, middle):
            name, code, other = "", 22012, []
        key = (name, code == 22012)
        entry = by_name.setdefault(key, [[], [], other])
        entry[0].append(shape)
        entry[1].append(level)
    for area, names in zip(areas, owners):
        name = max(names, key=lambda n: (names[n], n)) if names else ""
        if name:
            by_name.setdefault((name, False), [[], [], []])[0].append(middle_line(area))
        out.append((shapely.intersection(area, BOX), name, "", "river", 1 if name == "黄河" else 2, "ngcc-1to4m", []))
    for (name, canal), (parts, levels, other) in sorted(by_name.items()):
        merged = shapely.line_merge(shapely.unary_union(parts))
        merged = shapely.intersection(merged, BOX)
        rank = {"黄河": 1, "黑龙江": 1, "松花江": 1, "辽河": 2, "嫩江": 2, "额尔古纳河": 2, "海河": 2}.get(name)
        if not name:
            for part in shapely.get_parts(merged):
                out.append((part, "", "", "river", 6, "ngcc-1to4m", []))
            continue
        rank = rank or (2 if length_km(merged) > 500 else 3 if length_km(merged) > 150 else 4)
        out.append((merged, name, "", "river", 5 if canal else rank, "ngcc-1to4m", other))
    return out


def ngcc_lakes():
    """Lakes and reservoirs; the parts of one named lake are one feature."""
    by_name = {}
    for shape, r in ngcc("hyd2_4p"):
        code = int(r["GBCODE"])
        name, other = clean(r["NAME"])
        if code in (79200, 21012):
            continue  # islands and river channels
        if name == "嘎顺喏尔":
            name = "嘎顺诺尔"
        by_name.setdefault((name, shape.bounds if not name else ()), [[], other])[0].append(shape)
    for (name, _), (parts, other) in sorted(by_name.items()):
        whole = shapely.intersection(shapely.union_all(parts), BOX)
        yield whole, name, "", "lake", lake_rank(area_km2(whole)), "ngcc-1to4m", other


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


def gshhg_lakes():
    lines = [shapely.LineString(p) for level, p in gshhg("lakes.txt") if level == 2]
    for shape in sorted(shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.line_merge(shapely.unary_union(lines))))),
                        key=lambda s: s.bounds):
        yield shape, "", "", "lake", lake_rank(area_km2(shape)), "gshhg", []


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


def other_names(name, given):
    """Further names: those in brackets in the source, and the other spelling of 诺尔 and 淖尔."""
    out = [n for n in given if n != name]
    for a, b in (("诺尔", "淖尔"), ("淖尔", "诺尔")):
        if name.endswith(a):
            out.append(name.removesuffix(a) + b)
    return out


def build():
    region = {c: s for c, _, s in common.boundaries("province")}[common.REGION]
    near = shapely.buffer(shapely.simplify(region, 0.05), NEAR_DEGREES)
    shapely.prepare(near)
    named = common.read_csv(HERE / "lake_names.csv")
    rows = ngcc_rivers()
    lines = [r[0] for r in rows if r[5] == "ngcc-1to4m"]
    rows += list(ngcc_lakes())
    # every further source adds only the lakes and rivers that the ones before do not draw
    for shape, *rest in list(natural_earth("ne_10m_lakes.geojson", "lake")) + list(gshhg_lakes()):
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
    for r in named:
        at = [i for i, row in enumerate(rows) if row[3] == "lake" and shapely.contains_xy(row[0], float(r["lon"]), float(r["lat"]))]
        assert len(at) == 1 and not rows[at[0]][1], f"lake_names.csv: {r['name']} is not one unnamed lake"
        rows[at[0]] = (rows[at[0]][0], r["name"], r["name_en"] or rows[at[0]][2], *rows[at[0]][3:])
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
    common.write_fgb("water.fgb", [r[0] for r in final], ["id", "name", "name_en", "class", "rank", "source", "other_names"],
                     [list(c) for c in zip(*[(*r[1:7], "|".join(other_names(r[2], r[7]))) for r in final])], "Unknown")
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
