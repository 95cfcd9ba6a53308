"""The official test suites of the Open Geospatial Consortium, on every collection.

    suites.py FOLDER features10|tiles10     FOLDER holds run.sh and the suites

No test may fail. A test that is skipped must stand in skips.txt with its reason; an entry there that no longer
occurs fails too, so that the list stays short.
"""

import os
import subprocess
import sys
import xml.etree.ElementTree
from fnmatch import fnmatchcase
from pathlib import Path

from common import SCRATCH, URL, Tally, collections, not_run

PREFIX = "org.opengis.cite."
# A tile around Hohhot that is not empty, in any collection of the region.
TILE = {"TILE_MATRIX": "5", "TILE_ROW": "12", "TILE_COL": "25"}


def listed(suite):
    """The entries of this suite: pattern of the test, and with what message it may be skipped."""
    text = Path(__file__).with_name("skips.txt").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in text.splitlines() if line and not line.startswith("#")]
    return {(pattern, message) for entry, pattern, message, _reason in rows if entry == suite}


def result_of(folder, suite):
    out = SCRATCH / suite
    settings = {**os.environ, **TILE, "COLLECTIONS": str(len(collections()))}
    done = subprocess.run(["bash", folder / "run.sh", suite, URL, out], env=settings, capture_output=True, text=True)
    if done.returncode == 2:
        raise SystemExit(f"the suite could not run:\n{done.stdout}{done.stderr}")
    return xml.etree.ElementTree.parse(out / f"{suite}.xml")


def tests_of(tree):
    """Name, state and message of every test."""
    for group in tree.iter("class"):
        name = group.get("name").removeprefix(PREFIX)
        for method in group.iter("test-method"):
            if method.get("is-config") != "true":
                message = " ".join((method.findtext("exception/message") or "").split())
                yield f"{name}.{method.get('name')}", method.get("status"), message


def main():
    folder, suite = Path(sys.argv[1]), sys.argv[2]
    if not (folder / "run.sh").is_file():
        not_run(f"{folder} has no run.sh")
    tests = list(tests_of(result_of(folder, suite)))
    allowed = listed(suite)
    met = set()
    tally = Tally()
    for name, state, message in tests:
        matching = (e for e in allowed if fnmatchcase(name, e[0]) and e[1] in message)
        entry = next(matching, None) if state == "SKIP" else None
        met.add(entry)
        tally.true(f"{state} {name}: {message[:300]}", state == "PASS" or entry)
    for pattern, _ in allowed - met:
        tally.true(f"skips.txt lists {pattern}, but nothing of it was skipped", False)
    states = [state for _, state, _ in tests]
    words = {"PASS": "passed", "FAIL": "failed", "SKIP": "skipped"}
    counts = ", ".join(f"{states.count(state)} {word}" for state, word in words.items())
    tally.end(f"ets-ogcapi-{suite}, {len(collections())} collections: {counts}, {len({t[0] for t in tests})} methods")


main()
