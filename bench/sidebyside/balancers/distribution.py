"""The unpacked distribution of awe4lb, copied: a rebuild during the run cannot change what is measured."""
import shutil
import subprocess
from pathlib import Path

from ..measurement import NotMeasured
from ..tools import Missing

ROOT = Path(__file__).resolve().parents[3]
CACHE = "lib/awe4lb.aot"


def locate(given: str | None) -> Path:
    """The directory with bin/awe4lb: the given one, else the newest below distribution/target."""
    target = ROOT / "distribution" / "target"
    newest_first = sorted(target.glob("awe4lb-*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for candidate in [Path(given).resolve()] if given else newest_first:
        if (candidate / "bin" / "awe4lb").is_file():
            return candidate
    if given:
        raise Missing(f"{given} has no bin/awe4lb")
    raise Missing("no distribution of awe4lb: build it with `mvn package`, or give one with --awe4lb DIR")


def copy(source: Path, directory: Path) -> Path:
    """As it was unpacked: without a start cache that was made since."""
    if not directory.exists():
        shutil.copytree(source, directory, symlinks=True)
        (directory / CACHE).unlink(missing_ok=True)
    return directory


def copy_with_cache(source: Path, directory: Path) -> Path:
    """One whose user ran `awe4lb aot-cache`."""
    if not (directory / CACHE).exists():
        made = subprocess.run([copy(source, directory) / "bin" / "awe4lb", "aot-cache"], capture_output=True, text=True)
        if made.returncode != 0:
            raise NotMeasured(f"awe4lb aot-cache failed: {(made.stderr or made.stdout).strip()[-200:]}")
    return directory
