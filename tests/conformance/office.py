"""LibreOffice opens the sheets that an office gets: the workbook and the Chinese CSV, and prints the workbook to PDF."""

import csv
import shutil

from common import SCRATCH, Tally, fetch, matched, need, run, saved

HEADINGS = ("序号", "名称", "类别", "状态", "行政区划代码")
# LibreOffice's CSV writer: comma, double quote, UTF-8, text cells quoted, cells as shown, every sheet to a file.
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1"
AS_UTF8 = "--infilter=Text - txt - csv (StarCalc):44,34,76,1"


def converted(kind, path, suffix, *options):
    folder = SCRATCH / f"office-{suffix}"
    shutil.rmtree(folder, ignore_errors=True)
    profile = f"-env:UserInstallation=file://{SCRATCH}/office-profile"
    run("soffice", profile, "--headless", *options, "--convert-to", kind, "--outdir", folder, path)
    return sorted(folder.iterdir())


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def workbook(tally):
    path = saved("projects.xlsx", "/collections/projects/items", f="xlsx", lang="zh")
    sheets = {p.stem.removeprefix("projects-"): rows(p) for p in converted(EVERY_SHEET, path, "sheets")}
    tally.true(f"the workbook has a summary and sheets of its own: {sorted(sheets)}", {"汇总", "全部项目", "呼和浩特市"} <= set(sheets))
    everything = sheets["全部项目"]
    head = next(i for i, row in enumerate(everything) if row and row[0] == "序号")
    for heading in HEADINGS:
        tally.true(f"the heading {heading} of {everything[head]}", any(h.startswith(heading) for h in everything[head]))
    body = [row for row in everything[head + 1 :] if row and row[0].isdigit()]
    tally.equal("rows of the workbook", len(body), matched("projects"))
    raw = (SCRATCH / "office-sheets" / "projects-全部项目.csv").read_text(encoding="utf-8")
    tally.true("codes are text", '"15' in raw)
    return path


def printed(tally, path):
    pdf = converted("pdf", path, "pdf")[0]
    text = run("pdftotext", "-layout", pdf, "-")
    for heading in HEADINGS[:4]:
        tally.true(f"{heading} is printed", heading in text)


def table(tally):
    path = saved("projects.csv", "/collections/projects/items", f="csv", lang="zh")
    tally.true("the CSV begins with a byte order mark", path.read_bytes().startswith(b"\xef\xbb\xbf"))
    opened = rows(converted("csv:Text - txt - csv (StarCalc):44,34,76,1", path, "table", AS_UTF8)[0])
    tally.equal("headings of the CSV as LibreOffice reads them", opened[0], rows_of_answer()[0])
    tally.equal("rows of the CSV as LibreOffice reads them", len(opened) - 1, matched("projects"))
    tally.true(f"Chinese headings: {opened[0]}", {"名称", "类别"} <= set(opened[0]))


def rows_of_answer():
    text = fetch("/collections/projects/items", f="csv", lang="zh").decode("utf-8-sig")
    return list(csv.reader(text.splitlines()))


def main():
    need("soffice", "pdftotext")
    tally = Tally()
    printed(tally, workbook(tally))
    table(tally)
    tally.end(f"{run('soffice', '--version').strip().rsplit(' ', 1)[0]} opens XLSX and Chinese CSV, prints a PDF")


main()
