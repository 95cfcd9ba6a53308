#!/usr/bin/env python3
"""Writes CREDITS.md: licence and credit of every source of geodata/sources.toml, and of the packages in the page.

    python3 scripts/credits.py            write it
    python3 scripts/credits.py --check    exit code 1 if it is not what the sources say
"""

import json
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CREDITS = ROOT / "CREDITS.md"
NEEDED = ("id", "title", "origin", "licence", "date")

HEAD = """\
<!-- Written by scripts/credits.py from geodata/sources.toml and web/package-lock.json. Do not edit: `make credits`. -->

# Credits and licences

The code of planmap is yours under the MIT licence ([LICENSE-MIT](LICENSE-MIT)) or the Apache License 2.0
([LICENSE-APACHE](LICENSE-APACHE)), as you prefer. The data is not covered by them: each source below keeps its own
terms, and every location in a release names its sources.

- **`seeds/`** holds official documents of the authorities that issued them, exactly as received.
- **`geodata/curated/` and `geodata/register/`** are our own work under the code's licences, except what a row takes
  from a source of the table (the row names it) or cites as a fact from a page (its address stands there).
- **`geodata/reference/`** is built from the sources below. Where their terms ask for a credit, the map and every export
  have to show it; where a source is under ODbL, so is what is derived from it.
- Boundaries: the map that planmap draws **has not been reviewed** by the map authorities. Where a source states
  no open licence for its data, the table says so; a steward can put openly licensed data in its place.

## Data

"""

SOFTWARE = """
## Software inside the executable

Rust packages: those of `Cargo.lock`, under the licences that `deny.toml` allows; `make test` checks each.
In the web page:

"""


def cell(text):
    """One table cell; addresses become links only where a whole cell is one."""
    return re.sub(r"\s+", " ", str(text)).replace("|", "\\|").strip()


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell(value) for value in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def sources():
    found = tomllib.loads((ROOT / "geodata/sources.toml").read_text(encoding="utf-8"))["source"]
    seen = set()
    for number, source in enumerate(found, 1):
        lacking = [field for field in NEEDED if not source.get(field)]
        if lacking:
            sys.exit(f"error: geodata/sources.toml, source {number} ({source.get('id')}): no {', '.join(lacking)}")
        if source["id"] in seen:
            sys.exit(f"error: geodata/sources.toml: source id {source['id']} stands twice")
        seen.add(source["id"])
    return found


def page_packages():
    """Packages that the built page carries; those used only to build or test it do not count."""
    lock = json.loads((ROOT / "web/package-lock.json").read_text(encoding="utf-8"))
    shipped = []
    for path, package in sorted(lock["packages"].items()):
        if path and not package.get("dev") and not package.get("devOptional"):
            shipped.append((path.rpartition("node_modules/")[2], package["version"], package.get("license", "not stated")))
    return shipped


def text():
    data = table(
        ("id", "what", "from", "licence", "credit to show", "date"),
        [
            (f"`{s['id']}`", s["title"], s["origin"], s["licence"], s.get("credit") or "none asked for", s["date"])
            for s in sources()
        ],
    )
    return HEAD + data + SOFTWARE + table(("package", "version", "licence"), page_packages())


def main():
    wanted = text()
    if "--check" in sys.argv[1:]:
        if not CREDITS.exists() or CREDITS.read_text(encoding="utf-8") != wanted:
            sys.exit("error: CREDITS.md is not what geodata/sources.toml says; run `make credits`")
        print(f"    {len(sources())} sources")
    else:
        CREDITS.write_text(wanted, encoding="utf-8")


main()
