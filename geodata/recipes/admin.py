"""reference/admin.fgb: boundary polygons with names and seats."""
import json
import re

import pypinyin
import shapely

import common
from common import Finder, REGION, boundaries, geonames, km, met_stations, osm_points, say, seat_checks, short_of

# Provinces whose prefectures are drawn too: those that border the region.
NEIGHBOURS = {"13", "14", "21", "22", "23", "61", "62", "64"}
# Beyond this many km a government building outweighs the GeoNames point of the same unit.
DISAGREE_KM = 5.0
SOURCE = "tianditu"


def government(name):
    return re.compile(rf"^{name}(人民)?政府$|^{name}人民政府办公楼$")


class Seats:
    def __init__(self):
        self.gn = geonames(lambda lon, lat, country: country == "CN")
        self.gn_points = shapely.points([(r["lon"], r["lat"]) for r in self.gn])
        self.all_osm = osm_points()
        self.all_osm_points = shapely.points([(o[3], o[4]) for o in self.all_osm])
        self.osm = [o for o in self.all_osm if "政府" in o[2]]
        self.everyday = {}
        for level, at in common.village_tree():
            if level == 2:
                self.everyday.setdefault(at[2][0], []).append(at[2][2])
        self.met = met_stations()
        self.gn_tree = shapely.STRtree(self.gn_points)
        self.osm_points = shapely.points([(o[3], o[4]) for o in self.osm])
        self.met_points = shapely.points([(m[2], m[3]) for m in self.met])

    def inside(self, rows, points, shape):
        return [rows[i] for i in shapely.STRtree(points).query(shape, predicate="intersects").tolist()]

    def geonames(self, level, name, shape, station=None):
        """Best GeoNames row: named as the unit, the higher its rank the better; of several, the one at the unit's met station."""
        short = short_of(name)
        order = {"PPLC": 0, "PPLA": 1, "PPLA2": 2, "PPLA3": 3, "PPLA4": 5, "PPL": 4}
        best = None
        for i in sorted(self.gn_tree.query(shape, predicate="intersects").tolist()):
            r = self.gn[i]
            rank = order.get(r["feature"], 6)
            named = 0 if name in r["alternates"] else 1 if short in r["alternates"] and len(short) >= 2 else None
            if level == "province":
                named = 0 if rank <= 1 else None
            if named is None or (level == "prefecture" and rank > 4):
                continue
            far = station is not None and km(r["lon"], r["lat"], station[2], station[3]) > DISAGREE_KM
            key = (named, far, rank, -r["population"], int(r["id"]))
            if best is None or key < best[0]:
                best = (key, r)
        return best[1] if best else None

    def office(self, name, shape):
        pattern = government(name)
        hits = [o for o in self.inside(self.osm, self.osm_points, shape) if pattern.match(o[2])]
        return min(hits, key=lambda o: (o[1] != "town_hall", int(o[0]))) if hits else None

    def station(self, name, shape):
        names = {name, short_of(name), name + "气象局", *self.everyday.get(name, [])}
        names |= {n + "气象局" for n in names}
        hits = [m for m in self.inside(self.met, self.met_points, shape)
                if m[1] in names or len(m[1]) >= 5 and name.startswith(m[1])]
        return min(hits, key=lambda m: m[0]) if hits else None

    def middle(self, name, shape):
        """The OSM object in the middle of those that begin with the unit's name (schools, courts, parks of the town)."""
        names = [name, *[n for n in self.everyday.get(name, []) if len(n) >= 4]]
        hits = [o for o in self.inside(self.all_osm, self.all_osm_points, shape) if any(o[2].startswith(n) for n in names)]
        total = lambda o: sum(km(o[3], o[4], p[3], p[4]) for p in hits)
        return min(hits, key=lambda o: (round(total(o), 3), int(o[0]))) if hits else None

    def seat(self, level, name, shape):
        """lon, lat, source with its id."""
        station = self.station(name, shape) if level == "county" else None
        gn = self.geonames(level, name, shape, station)
        office = self.office(name, shape) if level != "province" else None
        if office and level == "county":
            return office[3], office[4], f"osm-geopi:{office[0]}"  # measured: an office is 0.1 km from the seat, GeoNames 2 km
        if gn and office and km(gn["lon"], gn["lat"], office[3], office[4]) > DISAGREE_KM:
            gn = None
        if gn and not office and station and gn["feature"] not in ("PPLA", "PPLA2", "PPLA3") \
                and km(gn["lon"], gn["lat"], station[2], station[3]) > 3 * DISAGREE_KM:
            gn = None  # a township point that still carries the unit's old name
        if gn:
            return gn["lon"], gn["lat"], f"geonames:{gn['id']}"
        if office:
            return office[3], office[4], f"osm-geopi:{office[0]}"
        if station:
            return station[2], station[3], f"meteva:{station[0]}"
        middle = self.middle(name, shape) if level == "county" else None
        if middle:
            return middle[3], middle[4], f"osm-geopi:{middle[0]}"
        return None, None, ""


def english():
    """code -> (name_en, stems, page) of admin_names.csv."""
    return {r["code"]: (r["name_en"], r["stem"].split("|"), r["page"]) for r in common.read_csv(common.HERE / "admin_names.csv")}


def sourced_english(code, shape, seats, table):
    """The English name and its source: GeoNames if its stem stands inside the unit, else the page; else nothing."""
    if code not in table:
        return "", ""
    name, stems, page = table[code]
    words = re.compile("|".join(rf"\b{re.escape(s)}\b" for s in stems))
    for i in seats.gn_tree.query(shape, predicate="intersects").tolist():
        r = seats.gn[i]
        if any(words.search(a) for a in [r["name"], r["ascii"], *r["alternates"]]):
            return name, "geonames"
    return (name, page) if page else ("", "")


def reading(han):
    return "".join(pypinyin.lazy_pinyin(han))


def seat_english(row, short):
    """English name of a city outside the region: the GeoNames name of its seat, unless that is another town's reading."""
    if not row:
        return ""
    plain = lambda latin: re.sub("[^a-z]", "", latin.lower())
    if plain(row["name"]) != reading(short):
        others = [a for a in row["alternates"] if common.has_han(a) and short_of(a) != short]
        if any(plain(row["name"]) == reading(a) for a in others) or plain(row["name"]) == reading(short) + "shi":
            return next((a for a in row["alternates"] if a.isascii() and plain(a) == reading(short) and a[0].isupper()), "")
    return row["name"].replace("’", "'")


def province_english():
    """code -> English name of the provinces that hold Natural Earth places of the window."""
    finder, found = common.Finder("province"), {}
    for f in json.loads((common.INPUTS / "ne_10m_populated_places.geojson").read_text(encoding="utf-8"))["features"]:
        code = finder.code(*f["geometry"]["coordinates"][:2])
        name = f["properties"].get("adm1name")
        if code and name and not code.startswith("15"):
            found.setdefault(code, []).append(name)
    best = {}
    for code, given in sorted(found.items()):
        name = max(sorted(set(given)), key=given.count)
        if given.count(name) > best.get(name, ("", 0))[1]:
            best[name] = (code, given.count(name))
    return {code: name.removesuffix(" Hui") for name, (code, _) in best.items()}


def wanted():
    for code, name, shape in boundaries("province"):
        yield "province", code, name, "", shape
    for code, name, shape in boundaries("city"):
        if (code[:2] in NEIGHBOURS or code[:2] == "15") and re.search("(市|州|盟|地区)$", name):
            yield "prefecture", code, name, code[:2] + "0000", shape
    for code, name, shape in boundaries("district"):
        if code[:2] == "15":
            yield "county", code, name, code[:4] + "00", shape


def build():
    seats, table, checks = Seats(), english(), seat_checks()
    order = {"province": 0, "prefecture": 1, "county": 2}
    provinces = province_english()
    rows, errors, sources, missing, origins = [], [], {}, [], {}
    towns = {r["code"]: r["seat_of"] for r in common.read_csv(common.HERE / "admin_seats.csv")}
    for level, code, name, parent, shape in sorted(wanted(), key=lambda r: (order[r[0]], r[1])):
        if shape.geom_type == "Polygon":
            shape = shapely.MultiPolygon([shape])
        lon, lat, source = seats.seat(level, name, shape)
        ours = code.startswith("15")
        if ours:
            name_en, origin = sourced_english(code, shape, seats, table)
        elif level == "province":
            name_en, origin = provinces.get(code, ""), "natural-earth"
        else:
            name_en, origin = seat_english(seats.geonames(level, name, shape), short_of(name)), "geonames"
        origins[code] = origin
        if ours:
            sources[source.split(":")[0]] = sources.get(source.split(":")[0], 0) + 1
            if lon is None and code not in towns or not name_en:
                missing.append((name, "seat" if lon is None and code not in towns else "", "" if name_en else "name_en"))
            if code in checks and lon is not None and level == "county":
                errors.append((km(lon, lat, *checks[code]), name, source))
        rows.append((shape, code, name, short_of(name), level, parent, name_en, lon, lat, source, SOURCE))
    found = {r[1]: r for r in rows}
    for i, r in enumerate(rows):
        if r[7] is None and r[1] in towns:
            rows[i] = (*r[:7], *found[towns[r[1]]][7:10], r[10])
    fields = ["code", "name", "short_name", "level", "parent", "name_en", "seat_lon", "seat_lat", "seat_source", "source"]
    common.write_fgb("admin.fgb", [r[0] for r in rows], fields, [list(c) for c in zip(*[r[1:] for r in rows])], "MultiPolygon")
    (common.HERE / ".build" / "names_en.json").write_text(json.dumps(origins), encoding="utf-8")
    return rows, errors, sources, missing


if __name__ == "__main__":
    rows, errors, sources, missing = build()
    levels = {}
    for r in rows:
        levels[r[4]] = levels.get(r[4], 0) + 1
    distances = [e[0] for e in errors]
    say("admin", f"{levels} polygons; seats by source {sources}")
    say("admin", f"county seats against the check table: n {len(distances)}, median {common.percentile(distances, .5):.2f} km, "
                 f"p90 {common.percentile(distances, .9):.2f} km, worst {[(n, round(d, 1), s) for d, n, s in sorted(errors)[-14:]]}")
    say("admin", f"without seat or English name: {missing}")
