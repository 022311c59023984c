"""A process's memory, Java's heap told from the rest."""
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .measurement import NotMeasured
from .processes import Process
from .tools import find

MAPPING = re.compile(r"^([0-9a-f]+)-([0-9a-f]+) ")
HEAP_RANGE = re.compile(r"\[0x([0-9a-f]+), *(?:0x[0-9a-f]+, *)?0x([0-9a-f]+)\)")  # of a generation, or of the whole heap


@dataclass(frozen=True)
class Memory:
    native: int       # resident bytes, without the Java heap
    heap: int | None  # bytes of live objects; None where there is no Java


def native_memory(process: Process) -> Memory:
    return Memory(process.resident_bytes(), None)


def java_memory(process: Process) -> Memory:
    """What of the heap is resident says how much garbage there was, not what a connection needs: its live objects are counted instead."""
    live = live_heap_bytes(process.pid)
    ranges = [(int(low, 16), int(high, 16)) for low, high in HEAP_RANGE.findall(jcmd(process.pid, "GC.heap_info"))]
    if not ranges:
        raise NotMeasured("jcmd does not say where the heap is")
    lowest, highest = min(low for low, _ in ranges), max(high for _, high in ranges)
    return Memory(process.resident_bytes() - resident_between(process.pid, lowest, highest), live)


def live_heap_bytes(pid: int) -> int:
    """What survives a full collection, by the total line of the class histogram."""
    for _ in range(2):  # the second sees what cleaners of the first let go
        histogram = jcmd(pid, "GC.class_histogram")
    total = [line.split() for line in histogram.splitlines() if line.startswith("Total")]
    if not total:
        raise NotMeasured(f"jcmd gave no histogram: {histogram.strip()[:200]}")
    return int(total[0][2])


def resident_between(pid: int, lowest: int, highest: int) -> int:
    """Resident bytes of the mappings in that range of addresses (proc(5), smaps)."""
    total, inside = 0, False
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        if mapping := MAPPING.match(line):
            inside = lowest <= int(mapping[1], 16) < highest
        elif inside and line.startswith("Rss:"):
            total += int(line.split()[1]) * 1024
    return total


def jcmd(pid: int, command: str) -> str:
    done = subprocess.run([find("jcmd"), str(pid), command], capture_output=True, text=True)
    return done.stdout + done.stderr
