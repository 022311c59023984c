"""What a process has, as the kernel counts it. Source: proc(5)."""
import os
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Census:
    at: float          # seconds, of the monotonic clock
    memory: float      # resident, MB
    descriptors: int
    pipes: int         # of the descriptors: two a pipe
    threads: int


def take(pid: int) -> Census:
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    kinds = [kind for number in os.listdir(f"/proc/{pid}/fd") if (kind := _kind(f"/proc/{pid}/fd/{number}"))]
    return Census(time.monotonic(), int(status["VmRSS"].split()[0]) * 1024 / 1e6, len(kinds),
                  sum(kind.startswith("pipe:") for kind in kinds), int(status["Threads"]))


def _kind(link: str) -> str | None:
    try:
        return os.readlink(link)
    except FileNotFoundError:
        return None  # closed while we looked
