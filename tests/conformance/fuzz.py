"""Schemathesis asks the service thousands of generated questions, right and wrong ones, from its own API document.

Every answer must be one that the document describes: no 5xx, no other status, media type, header or shape. Two checks
are off, because the document cannot say what they ask for: `positive_data_acceptance` (a string that fits `datetime`
or `filter` need not be a time or a filter: 400 is right) and `negative_data_rejection` (a `limit` above the maximum
must be answered with the maximum, says OGC API Features, not refused).
"""

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from common import SCRATCH, URL

SEED = 20231105
EXAMPLES = 15
WANTED = 3000


def ask():
    report = SCRATCH / "schemathesis.json"
    report.unlink(missing_ok=True)
    subprocess.run(
        [
            Path(sys.executable).with_name("st"), "run", f"{URL}/api?f=json",
            "--seed", str(SEED), "--max-examples", str(EXAMPLES), "--phases", "examples,coverage,fuzzing",
            "--checks", "all", "--exclude-checks", "positive_data_acceptance,negative_data_rejection",
            "--continue-on-failure", "--generation-database", "none", "--suppress-health-check", "all",
            "--workers", "2", "--request-timeout", "30", "--no-color", "--warnings", "off",
            "--report", "json", "--report-json-path", report,
        ],
        cwd=SCRATCH,
    )  # fmt: skip
    return json.loads(report.read_text(encoding="utf-8"))


def main():
    result = ask()
    cases = result["test_cases"]["generated"]
    faults, errors = len(result["failures"]), len(result["errors"])
    operations = result["operations"]
    whole = result["complete"] and operations["tested"] == operations["total"] and cases >= WANTED
    asked = f"{cases} cases on {operations['tested']} of {operations['total']} operations"
    print(f"schemathesis {version('schemathesis')}: {asked}, {faults} faults, {errors} errors")
    sys.exit(0 if whole and faults == errors == 0 else 1)


main()
