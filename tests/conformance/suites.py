"""The official test suites of the Open Geospatial Consortium, on every collection.

    suites.py FOLDER features10|tiles10     FOLDER holds run.sh and the suites

No test may fail or be skipped unless exceptions.txt says why; an entry there of which nothing occurred is reported.
"""

import os
import subprocess
import sys
import xml.etree.ElementTree
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path

from common import SCRATCH, URL, Tally, collections, not_run

PREFIX = "org.opengis.cite."
# A tile around Hohhot that is not empty, in any collection of the region.
TILE = {"TILE_MATRIX": "5", "TILE_ROW": "12", "TILE_COL": "25"}


def listed(suite):
    """The entries of this suite: state, pattern of the test with its parameters, and what its message holds."""
    text = Path(__file__).with_name("exceptions.txt").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in text.splitlines() if line and not line.startswith("#")]
    return {(state, pattern, message) for entry, state, pattern, message, _reason in rows if entry == suite}


def result_of(folder, suite):
    out = SCRATCH / suite
    settings = {**os.environ, **TILE, "COLLECTIONS": str(len(collections()))}
    done = subprocess.run(["bash", folder / "run.sh", suite, URL, out], env=settings, capture_output=True, text=True)
    if done.returncode == 2:
        raise SystemExit(f"the suite could not run:\n{done.stdout}{done.stderr}")
    return xml.etree.ElementTree.parse(out / f"{suite}.xml")


def tests_of(tree):
    """Name, state and message of every run of a test; in the name also what it was run on, when that is a word."""
    for group in tree.iter("class"):
        name = group.get("name").removeprefix(PREFIX)
        for method in group.iter("test-method"):
            if method.get("is-config") != "true":
                message = " ".join((method.findtext("exception/message") or "").split())
                values = [(v.text or "").strip() for v in method.iter("value")]
                words = ", ".join(v for v in values if v and not set(v) & set(" {[\n"))
                yield f"{name}.{method.get('name')}({words})", method.get("status"), message


def main():
    folder, suite = Path(sys.argv[1]), sys.argv[2]
    if not (folder / "run.sh").is_file():
        not_run(f"{folder} has no run.sh")
    tests = list(tests_of(result_of(folder, suite)))
    allowed = listed(suite)
    met = Counter()
    tally = Tally()
    for name, state, message in tests:
        matching = (e for e in allowed if e[0] == state and fnmatchcase(name, e[1]) and e[2] in message)
        entry = next(matching, None)
        met[entry] += state != "PASS"
        tally.true(f"{state} {name}: {message[:300]}", state == "PASS" or entry)
    for entry in allowed:
        print(f"exceptions.txt, {met[entry]} times: {' '.join(entry)}")
    states = [state for _, state, _ in tests]
    wrong = sum(count for entry, count in met.items() if entry and entry[0] == "FAIL")
    counts = f"{states.count('PASS')} passed, {states.count('FAIL') - wrong} failed, {states.count('SKIP')} skipped"
    told = f", {wrong} where the suite is wrong (exceptions.txt)" if wrong else ""
    tally.end(f"ets-ogcapi-{suite}, {len(collections())} collections: {counts}{told}, {len({t[0].split('(')[0] for t in tests})} methods")


main()
