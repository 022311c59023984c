"""The machine in words that do not name it."""
import os
import platform
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def describe() -> dict:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {"cores": os.cpu_count(), "CPU": cpu_model(), "memory GB": round(memory / 1e9, 1),
            "kernel": "Linux " + platform.release().split("-")[0], "architecture": platform.machine()}


def sentence(machine: dict) -> str:
    return f"{machine['cores']} cores ({machine['CPU']}), {machine['memory GB']} GB, {machine['kernel']}, {machine['architecture']}"


def cpu_model() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return " ".join(line.partition(":")[2].split())
    return "unnamed CPU"


def revision() -> str:
    """Of the sources, with a plus where they were changed since."""
    try:
        said = subprocess.run(["git", "-C", str(ROOT), "describe", "--always", "--dirty=+", "--exclude=*"], capture_output=True, text=True)
        return said.stdout.strip()
    except OSError:
        return ""
