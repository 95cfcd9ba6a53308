"""reference/REPORT.md: what is in the files, how far off it is, what could not be had. Checks with cpca give figures only."""
import pickle

import pyogrio
import shapely

import common
from common import HERE, REFERENCE, boundaries, gcj02_to_wgs84, km, percentile, read_csv, say, seat_checks
from places import Candidates, Region, best
from verify import datum
from water import length_km

CLASS_ORDER = ("city county_seat town township village station airport port industrial plant mine reservoir lake river "
               "mountain scenic other").split()


def figures(values, digits=2):
    return f"{len(values)} | {percentile(values, .5):.{digits}f} | {percentile(values, .9):.{digits}f} | {percentile(values, .95):.{digits}f} | {max(values):.{digits}f}"


def admin_rows():
    meta, _, geometry, columns = pyogrio.raw.read(REFERENCE / "admin.fgb")
    rows = [dict(zip(meta["fields"], values)) for values in zip(*columns)]
    for row, shape in zip(rows, shapely.from_wkb(geometry)):
        row["shape"] = shape
    return rows


def admin_part(rows):
    out = ["## admin.fgb", ""]
    for level in ("province", "prefecture", "county"):
        these = [r for r in rows if r["level"] == level]
        ours = [r for r in these if r["code"].startswith("15")]
        out.append(f"- {level}: {len(these)} polygons, {len(ours)} of them of the region; {sum(shapely.get_num_coordinates(r['shape']) for r in these)} vertices.")
    ours = [r for r in rows if r["code"].startswith("15")]
    sources = {}
    for r in ours:
        s = (r["seat_source"] or "none").split(":")[0]
        sources[s] = sources.get(s, 0) + 1
    out += ["- Seats of the region by source: " + ", ".join(f"{s} {n}" for s, n in sorted(sources.items())) + ".",
            "- Without seat: " + (", ".join(r["name"] for r in ours if not r["seat_source"]) or "none") + ".",
            "- Without English name: " + (", ".join(r["name"] for r in ours if not r["name_en"]) or "none") + " (no citable source found; not replaced by pinyin)."]
    checks = seat_checks()
    groups = {}
    for r in ours:
        if r["code"] in checks and r["level"] == "county":
            groups.setdefault(r["seat_source"].split(":")[0], []).append((km(r["seat_lon"], r["seat_lat"], *checks[r["code"]]), r["name"]))
    out += ["", "County seats against the check table (AMap seats of cpca 0.5.5, shifted back; used for these figures only), km:", "",
            "| source | n | median | p90 | p95 | largest |", "|---|---|---|---|---|---|"]
    for s in sorted(groups):
        out.append(f"| {s} | {figures([d for d, _ in groups[s]])} |")
    everything = [x for g in groups.values() for x in g]
    out.append(f"| all | {figures([d for d, _ in everything])} |")
    cities = [(km(r["seat_lon"], r["seat_lat"], *checks[r["code"]]), r["name"]) for r in ours if r["code"] in checks and r["level"] == "prefecture"]
    out.append(f"| the 12 prefectures | {figures([d for d, _ in cities])} |")
    far = sorted(x for x in everything + cities if x[0] > 5)[::-1]
    out += ["", "More than 5 km apart: " + ", ".join(f"{n} {d:.1f}" for d, n in far)
            + ". GeoNames has the old town there, or the office has moved (石拐区, 呼和浩特市); an openly licensed newer point was not found."]
    return out


def places_part(rows):
    table, sources = {}, sorted({r["source"] for r in rows})
    for r in rows:
        table[(r["class"], r["source"])] = table.get((r["class"], r["source"]), 0) + 1
    out = ["## places.csv", "", "| class | " + " | ".join(sources) + " | all |", "|---|" + "---|" * (len(sources) + 1)]
    for c in CLASS_ORDER:
        numbers = [table.get((c, s), 0) for s in sources]
        out.append(f"| {c} | " + " | ".join(str(n or "") for n in numbers) + f" | {sum(numbers)} |")
    out.append("| all | " + " | ".join(str(sum(1 for r in rows if r["source"] == s)) for s in sources) + f" | {len(rows)} |")
    inside = [r for r in rows if r["admin"].startswith("15")]
    out += ["", f"{len(inside)} rows lie in the region, {sum(1 for r in rows if not r['lon'])} have no point."]
    towns = [r for r in rows if r["id"].startswith("tw-")]
    kinds = {"镇": [], "乡、苏木": [], "街道": [], "farms, zones and the like": []}
    for r in towns:
        key = "镇" if r["name"].endswith("镇") else "乡、苏木" if r["name"].endswith(("乡", "苏木")) else "街道" if r["name"].endswith(("街道", "办事处")) else "farms, zones and the like"
        kinds[key].append(r)
    out += ["", "Towns of the statistics list (ids `tw-`):", "", "| kind | listed | with a point | at an office (1 km) | borne out by two sources or by a school (3-5 km) | one source (6-10 km) | wider |",
            "|---|---|---|---|---|---|---|"]
    for kind, these in kinds.items():
        radius = [int(r["uncertainty_m"]) for r in these if r["lon"]]
        steps = [(0, 1000), (1000, 5000), (5000, 10000), (10000, 10 ** 9)]
        out.append(f"| {kind} | {len(these)} | {len(radius)} | " + " | ".join(str(sum(1 for x in radius if a < x <= b)) for a, b in steps) + " |")
    out += ["", "A town without a point keeps its county and the radius of the circle round it, so that its name still resolves."]
    return out


def radius_part():
    region = Region()
    candidates = Candidates(region)
    groups = {"meteva to office": [], "geonames to office or school": [], "school or clinic to office": [], "geonames to meteva": []}
    import places
    for code, name, county, _ in places.township_list(region):
        rows = candidates.find(county, name)
        office = [r for r in rows if r[4] == places.RADIUS["office"]]
        school = [r for r in rows if r[4] == places.RADIUS["named"]]
        met = [r for r in rows if r[0] == "meteva"]
        gn = [r for r in rows if r[0] == "geonames"]
        apart = lambda a, b: km(a[2], a[3], b[2], b[3])
        groups["meteva to office"] += [apart(m, o) for m in met[:1] for o in office[:1]]
        groups["geonames to office or school"] += [apart(g, o) for g in gn[:1] for o in (office + school)[:1]]
        groups["school or clinic to office"] += [apart(s, o) for s in school[:1] for o in office[:1]]
        groups["geonames to meteva"] += [apart(g, m) for g in gn[:1] for m in met[:1]]
    out = ["", "Where two sources name the same town in the same county, km apart (the radii of places.csv follow from these):", "",
           "| pair | n | median | p90 | p95 | largest |", "|---|---|---|---|---|---|"]
    return out + [f"| {pair} | {figures(values)} |" for pair, values in groups.items()]


def water_part():
    meta, _, geometry, columns = pyogrio.raw.read(REFERENCE / "water.fgb")
    column = dict(zip(meta["fields"], columns))
    shapes = shapely.from_wkb(geometry)
    table = {}
    for source, kind, name in zip(column["source"], column["class"], column["name"]):
        entry = table.setdefault((source, kind), [0, 0])
        entry[0] += 1
        entry[1] += bool(name)
    out = ["## water.fgb", "", "| source | class | features | with a Chinese name |", "|---|---|---|---|"]
    out += [f"| {s} | {k} | {n} | {m} |" for (s, k), (n, m) in sorted(table.items())]
    region = {c: s for c, _, s in boundaries("province")}[common.REGION]
    huang = [s for s, n in zip(shapes, column["name"]) if n == "黄河"]
    line = [s for s in huang if "Line" in s.geom_type][0]
    inside = length_km(shapely.intersection(line, shapely.buffer(region, 0.02)))
    district = {c: s for c, _, s in boundaries("district")}
    south = shapely.union_all([district[c] for c in ("150621", "150622", "150625", "150602")])
    north = shapely.union_all([district[c] for c in ("150203", "150207", "150202", "150221", "150122", "150823", "150821", "150802", "150826", "150822")])
    border = shapely.get_coordinates(shapely.segmentize(shapely.intersection(south, north), 0.01))
    shore = shapely.union_all(huang)
    nearest = lambda target: [km(x, y, *shapely.get_coordinates(shapely.shortest_line(target, shapely.Point(x, y)))[0]) * 1000 for x, y in border]
    out += ["", f"- 黄河 is one middle line and the channel polygons; the line is {inside:.0f} km long in the region.",
            "- From the county border that follows the river (天地图), metres, n | median | p90 | p95 | largest: middle line "
            + figures(nearest(line), 0) + "; line and channel " + figures(nearest(shore), 0) + ".",
            "- Chinese names: " + "、".join(sorted({n for n in column["name"] if n})) + ".",
            "- The source calls the Hetao and Ningxia irrigation canals 黄河 and the middle channel 青铜峡水库: both are set right in `water.py`.",
            "- In no source: lines of 大黑河, 浑河, 昆都仑河, 十大孔兑; polygons of 察汗淖尔, 哈素海, 红碱淖, 吉兰泰, 巴图湾, 昆都仑水库. WDBII lines carry no names and get none."]
    return out


def datum_part(rows):
    points = datum({r["id"]: r for r in rows})
    out = ["## Datum guard", "", f"{len(points)} control points (`recipes/control_points.csv`): positions of an independent open source against places.csv, metres:", "",
           "| place | off | off if a GCJ-02 shift had slipped in |", "|---|---|---|"]
    out += [f"| {name} | {here:.0f} | {wrong:.0f} |" for name, here, wrong, _ in points]
    here = [p[1] for p in points]
    wrong = [p[2] for p in points]
    out.append(f"| median | {percentile(here, .5):.0f} | {percentile(wrong, .5):.0f} |")
    return out


def build():
    places = read_csv(REFERENCE / "places.csv")
    names = read_csv(REFERENCE / "place_names.csv")
    with (HERE / ".build" / "book.pickle").open("rb") as f:
        book = pickle.load(f)
    kinds = {}
    for r in names:
        kinds.setdefault(r["kind"], {}).setdefault(r["source"], 0)
        kinds[r["kind"]][r["source"]] += 1
    out = ["# Reference gazetteer: contents, errors, gaps", "",
           "Written by `recipes/report.py`. Sources and licences: `../sources.toml`. Everything is WGS 84, longitude first.", ""]
    out += admin_part(admin_rows()) + [""] + places_part(places) + radius_part() + [""]
    out += ["Other figures: " + f"airport reference point to the middle of its runways, n {len(book['runway_km'])}, median {percentile(book['runway_km'], .5) * 1000:.0f} m, "
            f"largest {max(book['runway_km']):.1f} km; WRI plant to the OSM plant that stands for it, n {len(book['wri_km'])}, median {percentile(book['wri_km'], .5) * 1000:.0f} m, "
            f"p90 {percentile(book['wri_km'], .9) * 1000:.0f} m.", ""]
    out += ["## place_names.csv", "", f"{len(names)} names: " + "; ".join(
        f"{kind} " + ", ".join(f"{s} {n}" for s, n in sorted(kinds[kind].items())) for kind in sorted(kinds)) + ".", "",
        "`pinyin` marks Latin names that are only the Mandarin reading; `en` never is.", "",
        "## villages.csv", "", f"{book['villages']} villages with their town and county code, no coordinates (jionlp; communities of towns left out).", ""]
    out += water_part() + [""] + datum_part(places) + [""]
    out += ["## What could not be had", "",
            "- An openly licensed boundary set: 天地图's polygons have no stated open licence and no approval number in the package. They are credited and can be swapped.",
            "- 境界线 lines of 天地图 (sea and other boundary lines that a map of the whole country needs) are not in admin.fgb, which holds units only.",
            "- Railway and road lines, and station points beyond those that OSM draws as buildings (呼和浩特东, 乌兰察布, 准格尔, 鄂尔多斯 stations are missing).",
            "- OSM `place` nodes (villages, localities) and water names: no package holds them.",
            "- Points of 协力气, 杨树坝, 通史, 海则畔, 蒲圪卜, 昭君坟, 尔力湖沟, 前夭子水库, 挡阳桥, 沙良, 安业, 查白音他拉, 草高吐, 大牛地, 敕勒川镇, 毕克齐镇, 公主埂, 集宁七苏木: "
            "the first ones resolve to their town or county by villages.csv where the tree has them.",
            "- 西伯库伦 and 毕其格图 in Mongolia; Chinese names of most Mongolian and Russian places.",
            "- Chinese names of wind and solar farms: the 221 WRI plants that no OSM object stands for keep their English names.",
            "- Former names before 1980 and of towns: only what the change events and GeoNames hold."]
    (REFERENCE / "REPORT.md").write_text("\n".join(out) + "\n", encoding="utf-8")


if __name__ == "__main__":
    build()
    say("report", "reference/REPORT.md")
