"""What the parts of the conformance run share: the service under test, its published counts, a plain tally.

A part ends with 0 (every check held), 1 (one did not) or 3 (not run, because something is missing here).
Its last line says what was shown; scripts/conformance.sh puts that line into the report.
"""

import json
import os
import shutil
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

URL = os.environ["PLANMAP_URL"]
PLANMAP = os.environ["PLANMAP_EXE"]
DATA = os.environ["PLANMAP_DATA"]
SCRATCH = Path(os.environ["PLANMAP_SCRATCH"])
# By geometry type: what a desktop GIS, which reads one type per layer, opens.
BY_TYPE = ("projects_points", "projects_lines", "projects_areas")


def not_run(reason):
    print(reason)
    sys.exit(3)


def need(*tools):
    for tool in tools:
        if not shutil.which(tool):
            not_run(f"{tool} is not installed")


def run(*command):
    """The output of a program; its complaint ends the part when it fails."""
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def address(path, **query):
    return f"{URL}{path}" + ("?" + urllib.parse.urlencode(query) if query else "")


def fetch(path, **query):
    with urllib.request.urlopen(address(path, **query), timeout=120) as answer:
        return answer.read()


def fetch_json(path, **query):
    return json.loads(fetch(path, **query))


def saved(name, path, **query):
    """The answer as a file of the scratch folder."""
    target = SCRATCH / name
    target.write_bytes(fetch(path, **query))
    return target


def collections():
    """Every collection of the service: id to its document."""
    return {c["id"]: c for c in fetch_json("/collections", f="json")["collections"]}


def matched(collection, **query):
    """How many features the service says it has."""
    return fetch_json(f"/collections/{collection}/items", f="json", limit=1, **query)["numberMatched"]


class Tally:
    """Counts checks, says each that does not hold, and ends the part."""

    def __init__(self):
        self.held = 0
        self.broken = 0

    def equal(self, what, got, wanted):
        self.true(f"{what}: {got!r}, wanted {wanted!r}", got == wanted)

    def true(self, what, holds):
        if holds:
            self.held += 1
        else:
            self.broken += 1
            print(f"DOES NOT HOLD: {what}")

    def end(self, what):
        total = self.held + self.broken
        print(f"{what}: {self.held} of {total} checks held")
        sys.exit(0 if self.broken == 0 and total > 0 else 1)
