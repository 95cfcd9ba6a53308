"""The official test suites of the Open Geospatial Consortium, on every collection.

    suites.py FOLDER features10|tiles10     FOLDER holds run.sh and the suites

No test may fail, except for what faults.txt shows to be a fault of the suite. A test that is skipped must stand in
skips.txt with its reason. An entry of either that no longer occurs fails too, so that the lists stay short.
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


def rows(name, suite):
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    cells = [line.split(" | ") for line in text.splitlines() if line and not line.startswith("#")]
    return [row[1:-1] for row in cells if row[0] == suite]


def listed(suite):
    """What may happen: state, pattern of the test, pattern of its parameters, what the message holds."""
    skips = {("SKIP", pattern, "*", message) for pattern, message in rows("skips.txt", suite)}
    return skips | {("FAIL", *row) for row in rows("faults.txt", suite)}


def result_of(folder, suite):
    out = SCRATCH / suite
    settings = {**os.environ, **TILE, "COLLECTIONS": str(len(collections()))}
    done = subprocess.run(["bash", folder / "run.sh", suite, URL, out], env=settings, capture_output=True, text=True)
    if done.returncode == 2:
        raise SystemExit(f"the suite could not run:\n{done.stdout}{done.stderr}")
    return xml.etree.ElementTree.parse(out / f"{suite}.xml")


def tests_of(tree):
    """Name, state, parameters and message of every test."""
    for group in tree.iter("class"):
        name = group.get("name").removeprefix(PREFIX)
        for method in group.iter("test-method"):
            if method.get("is-config") != "true":
                message = " ".join((method.findtext("exception/message") or "").split())
                values = " ".join((p.findtext("value") or "").strip() for p in method.iter("param"))
                yield f"{name}.{method.get('name')}", method.get("status"), values, message


def main():
    folder, suite = Path(sys.argv[1]), sys.argv[2]
    if not (folder / "run.sh").is_file():
        not_run(f"{folder} has no run.sh")
    tests = list(tests_of(result_of(folder, suite)))
    allowed = listed(suite)
    met = set()
    tally = Tally()
    states = []
    for name, state, values, message in tests:
        matching = (
            e for e in allowed
            if e[0] == state and fnmatchcase(name, e[1]) and fnmatchcase(values, e[2]) and e[3] in message
        )
        entry = next(matching, None)
        met.add(entry)
        states.append("FAULT" if entry and state == "FAIL" else state)
        tally.true(f"{state} {name} {values}: {message[:300]}", state == "PASS" or entry)
    for state, pattern, _, message in allowed - met:
        tally.true(f"listed, but it did not occur: {state} {pattern}: {message}", False)
    words = {"PASS": "passed", "FAIL": "failed", "SKIP": "skipped", "FAULT": "failed by a fault of the suite"}
    counts = ", ".join(f"{states.count(state)} {word}" for state, word in words.items()
                       if state != "FAULT" or state in states)
    tally.end(f"ets-ogcapi-{suite}, {len(collections())} collections: {counts}, {len({t[0] for t in tests})} methods")


main()
